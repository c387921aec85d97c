using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Memory;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Steps;
using Plimsoll.Model.Systems;
using Plimsoll.Serving.Engines;

namespace Plimsoll.Serving.Tests.Engines;

/// <summary>
/// A worker whose step times follow simple physics: reading weights or computing tokens, whichever takes longer, attention by the pairs and
/// cached tokens it touches, and a constant. The defaults resemble a 32B model in fp8 on one H200.
/// </summary>
public sealed record SyntheticEngine : IServingEngine
{
    public ParallelLayout Layout { get; init; } = new(1);

    public EngineVersion Version { get; init; } = new(BackendKind.Vllm, "0.24.0");

    public GpuSystem System { get; init; } = Systems.Node();

    public double RequestPathMs { get; init; } = 10;

    public double KvBytesPerToken { get; init; } = 262_144;

    /// <summary>Reading all weights once.</summary>
    public double WeightsMs { get; init; } = 11;

    /// <summary>Computing one token.</summary>
    public double TokenMs { get; init; } = 0.065;

    /// <summary>One query token attending to one key.</summary>
    public double PairMs { get; init; } = 2e-6;

    /// <summary>Reading one cached token for a decode row.</summary>
    public double CachedTokenMs { get; init; } = 6e-5;

    /// <summary>Launching a step.</summary>
    public double StepOverheadMs { get; init; } = 1;

    /// <summary>Host time to launch a step that has prompts.</summary>
    public double LaunchOfPromptsMs { get; init; }

    /// <summary>Tokens that the KV cache of a rank holds.</summary>
    public long KvTokens { get; init; } = 388_016;

    /// <summary>Multiplies every step time.</summary>
    public double Scale { get; init; } = 1;

    public double StepMs(in BatchShape shape)
    {
        double pairs = 0;
        foreach (var chunk in shape.Prefill.Span)
        {
            pairs += (double)chunk.Sequences * chunk.NewTokens * (chunk.CachedTokens + (chunk.NewTokens / 2.0));
        }

        var tokens = shape.NewTokens;
        var linear = Math.Max(WeightsMs, TokenMs * tokens) + (0.02 * TokenMs * tokens);
        return Scale * (StepOverheadMs + linear + (PairMs * pairs) + (CachedTokenMs * shape.DecodeKvTokens));
    }

    public StepTimes Times(in BatchShape shape) => new(StepMs(shape), 0, shape.Prefill.IsEmpty ? 0 : LaunchOfPromptsMs);

    public StepCost Explain(in BatchShape shape) =>
        new([new StepPart("step", OperatorRole.PerToken, StepMs(shape), 1, Provenance.Interpolated, 0.05)]);

    public MemoryLedger Memory(EngineLimits limits)
    {
        const double gib = 1024.0 * 1024 * 1024;
        var perToken = KvBytesPerToken / (Layout.Tp * Layout.Pp);
        return new MemoryLedger
        {
            DeviceBytes = System.MemoryBytes,
            BudgetBytes = (40 * gib) + (KvTokens * perToken),
            WeightsBytes = 36 * gib,
            ActivationBytes = 2 * gib,
            GraphBytes = 1 * gib,
            CommunicationBytes = 0,
            FrameworkBytes = 1 * gib,
            KvBytesPerToken = perToken,
            KvBlockTokens = limits.KvBlockTokens,
        };
    }
}
