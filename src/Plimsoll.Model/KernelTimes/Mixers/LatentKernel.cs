using Plimsoll.Model.Models;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Mixers;

/// <summary>The attention of a latent-attention layer alone, without its projections: unfolded keys and values in prefill, the latent itself in decode.</summary>
/// <param name="Block">The layer's shape; its heads are those of all GPUs.</param>
/// <param name="Heads">Heads on this GPU.</param>
/// <param name="Kv">Storage of the cache.</param>
/// <param name="Fmha">Arithmetic of prefill.</param>
public sealed record LatentKernel(LatentAttention Block, int Heads, KvQuant Kv, FmhaQuant Fmha)
    : MixerKernel(Heads, Kv, Fmha)
{
    /// <inheritdoc />
    public override string Operation => "mla";

    /// <inheritdoc />
    public override bool IsQuadratic => true;

    /// <inheritdoc />
    public override string Words => $"latent attention, {Heads} heads, {Kv.Name()} cache, {Fmha.Name()} arithmetic";

    /// <inheritdoc />
    public override double PrefillBoundMs(GpuSystem system, double sequences, double newTokens, double cachedTokens)
    {
        var work = new KernelWork();
        var width = Block.KeyDim + Block.ValueDim;
        work.Compute(2 * sequences * Heads * width * PairCount.Causal(newTokens, cachedTokens), Fmha.Compute());
        work.Move(sequences * Heads * width * ((2 * newTokens) + (Kv.BytesPerValue() * (newTokens + cachedTokens))));
        return work.Ms(system);
    }

    /// <inheritdoc />
    public override double DecodeBoundMs(GpuSystem system, double rows, double length)
    {
        var work = new KernelWork();
        var width = Block.CacheWidth + Block.KvRank;
        work.Compute(2 * rows * Heads * width * length, ComputeType.Bf16);
        work.Move(rows * ((2.0 * Heads * width) + (length * Block.CacheWidth * Kv.BytesPerValue())));
        return work.Ms(system);
    }
}
