using Plimsoll.Model.Backends;
using Plimsoll.Model.Memory;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Steps;
using Plimsoll.Model.Systems;
using Plimsoll.Serving.Paths;

namespace Plimsoll.Serving.Engines;

/// <summary>A worker priced by the engine model: operators over kernel times, and the memory ledger.</summary>
/// <param name="model">Prices steps.</param>
/// <param name="memory">Divides memory.</param>
/// <param name="layout">How the worker is spread.</param>
/// <param name="version">Backend and release.</param>
/// <param name="system">The GPU node.</param>
public sealed class ModelledEngine(
    EngineModel model, MemoryModel memory, ParallelLayout layout, EngineVersion version, GpuSystem system) : IServingEngine
{
    /// <summary>The operators behind the prices, for explanations.</summary>
    public EngineModel Model => model;

    /// <inheritdoc />
    public ParallelLayout Layout => layout;

    /// <inheritdoc />
    public EngineVersion Version => version;

    /// <inheritdoc />
    public GpuSystem System => system;

    /// <inheritdoc />
    public RequestPath Path { get; } = RequestPath.Of(model.Calibration);

    /// <inheritdoc />
    public double KvBytesPerToken => memory.WholeKvBytesPerToken;

    /// <inheritdoc />
    public double RequestPathMs => PathMs(0);

    /// <inheritdoc />
    public double PathMs(int promptTokens) => model.Calibration.RequestPathMs(promptTokens);

    /// <inheritdoc />
    public StepTimes Times(in BatchShape shape) => model.Times(shape);

    /// <inheritdoc />
    public double StepMs(in BatchShape shape) => model.StepMs(shape);

    /// <inheritdoc />
    public StepCost Explain(in BatchShape shape) => model.Explain(shape);

    /// <inheritdoc />
    public MemoryLedger Memory(EngineLimits limits) => memory.Ledger(new MemorySettings(
        limits.MaxBatchedTokens, limits.MaxSequences, limits.KvBlockTokens, limits.MemoryFraction, RuleOf(limits))
    {
        SequenceTokens = limits.MaxSequenceTokens,
        WindowedCacheShare = WindowedCacheShare,
    });

    // vLLM's cache groups free what left the window; SGLang's second pool holds 0.8 of the tokens of the first (swa-full-tokens-ratio);
    // TensorRT-LLM keeps everything unless windows are configured.
    private double WindowedCacheShare => version.Backend switch
    {
        BackendKind.Vllm => 0,
        BackendKind.Sglang => 0.8,
        _ => 1,
    };

    private MemoryFractionRule RuleOf(EngineLimits limits) =>
        limits.FractionOfFree ? MemoryFractionRule.CacheOfFree
        : version.Backend == BackendKind.Sglang ? MemoryFractionRule.WeightsAndCache
        : MemoryFractionRule.Everything;
}
