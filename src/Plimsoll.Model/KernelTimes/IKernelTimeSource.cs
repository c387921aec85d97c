using Plimsoll.Model.KernelTimes.Exchanges;
using Plimsoll.Model.KernelTimes.Mixers;

namespace Plimsoll.Model.KernelTimes;

/// <summary>
/// Kernel times of one (system, backend, version). Each query fixes a kernel's shape parameters and returns its time over the free sizes,
/// or null when this source knows nothing of that kernel (the next source of the stack is asked then; nothing falls through silently,
/// because the returned curve says where it comes from).
/// </summary>
public interface IKernelTimeSource
{
    /// <summary>A dense projection over its rows m.</summary>
    KernelCurve? Gemm(in GemmKey key);

    /// <summary>Prefill attention of one layer.</summary>
    PrefillAttentionSurface? PrefillAttention(in AttentionKey key);

    /// <summary>Decode attention of one layer.</summary>
    DecodeAttentionSurface? DecodeAttention(in AttentionKey key);

    /// <summary>Routed experts of one layer over the tokens of the whole expert group.</summary>
    KernelCurve? Moe(in MoeKey key);

    /// <summary>A collective over its number of elements.</summary>
    KernelCurve? Collective(in CollectiveKey key);

    /// <summary>An all-to-all between attention ranks and experts over the tokens of one rank; most sources have none.</summary>
    KernelCurve? Exchange(in ExpertExchangeKey key) => null;

    /// <summary>Prefill of another mixer than grouped-query attention: latent, sparse, compressed or recurrent.</summary>
    PrefillMixerSurface? PrefillMixer(MixerKernel kernel);

    /// <summary>Decode of another mixer than grouped-query attention.</summary>
    DecodeAttentionSurface? DecodeMixer(MixerKernel kernel);

    /// <summary>A kernel of some family over its tokens.</summary>
    KernelCurve? PerToken(TokenKernel kernel);
}
