using Plimsoll.Model.KernelTimes.Atlas.Surfaces;
using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>
/// Kernel times of one release on one system from an atlas; made by <see cref="AtlasDatabase.Source"/>. Answers are fitted, so they are never
/// marked as measured; their uncertainty is the fit's and grows outside what was fitted.
/// </summary>
public sealed class AtlasSource : IKernelTimeSource
{
    private readonly GpuSystem _system;
    private readonly IAtlasSections _sections;
    private readonly bool _repair;

    internal AtlasSource(GpuSystem system, IAtlasSections sections, bool repair = true) =>
        (_system, _sections, _repair) = (system, sections, repair);

    /// <inheritdoc />
    public KernelCurve? Gemm(in GemmKey key) => GemmSurface.Curve(_sections, _system, key, _repair);

    /// <inheritdoc />
    public PrefillAttentionSurface? PrefillAttention(in AttentionKey key) => AttentionSurface.Prefill(_sections, _system, key);

    /// <inheritdoc />
    public DecodeAttentionSurface? DecodeAttention(in AttentionKey key) => AttentionSurface.Decode(_sections, _system, key);

    /// <inheritdoc />
    public KernelCurve? Moe(in MoeKey key) => MoeSurface.Curve(_sections, _system, key);

    /// <inheritdoc />
    public KernelCurve? Collective(in CollectiveKey key) => CollectiveSurface.Curve(_sections, _system, key);

    /// <inheritdoc />
    public PrefillMixerSurface? PrefillMixer(MixerKernel kernel) => null;

    /// <inheritdoc />
    public DecodeAttentionSurface? DecodeMixer(MixerKernel kernel) => null;

    /// <inheritdoc />
    public KernelCurve? PerToken(TokenKernel kernel) => null;
}
