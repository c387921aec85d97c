using Plimsoll.Model.Backends;
using Plimsoll.Model.Models;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;
using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Tests.Engines;

namespace Plimsoll.Planning.Tests.Search;

/// <summary>Workers that split a synthetic model over GPUs: all work divides, and every step pays for talking to the others.</summary>
public sealed class SyntheticFactory(BackendKind backend = BackendKind.Vllm, ModelSpec? model = null) : IEngineFactory
{
    private const double WeightBytes = 33e9;
    private readonly ModelSpec _model = model ?? Models.Dense();

    public GpuSystem System { get; init; } = Systems.Node() with { InterNodeBandwidth = 450e9 };

    public EngineVersion Version { get; } = new(backend, "1.0.0");

    /// <summary>Multiplies every step time.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Bytes of weights over all GPUs.</summary>
    public double ModelBytes { get; init; } = WeightBytes;

    public EngineOffer Build(ParallelLayout layout)
    {
        if (LayoutRules.Refusal(_model, layout, new QuantizationPlan(), backend) is { } reason)
        {
            return EngineOffer.Refused("layout_does_not_divide", reason);
        }

        var gpus = layout.Tp * layout.Pp;
        var capacity = (0.9 * System.MemoryBytes) - (ModelBytes / layout.Gpus) - 4e9;
        return EngineOffer.Of(new SyntheticEngine
        {
            Layout = layout,
            Version = Version,
            System = System,
            Scale = Scale,
            WeightsMs = 11.0 / layout.StageGpus,
            TokenMs = 0.065 / layout.Tp,
            PairMs = 2e-6 / layout.Tp,
            CachedTokenMs = 6e-5 / layout.Tp,
            StepOverheadMs = 1 + (0.7 * Math.Log2(layout.StageGpus)) + (0.2 * (layout.Pp - 1)),
            KvTokens = (long)(capacity * gpus / 262_144),
        });
    }
}
