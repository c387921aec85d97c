using Plimsoll.Model.Backends;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Memory;
using Plimsoll.Model.Models;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Speculation;
using Plimsoll.Model.Steps;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;
using Plimsoll.Serving.Policies;

namespace Plimsoll.Serving.Engines;

/// <summary>Builds modelled workers of one model on one system under one backend release.</summary>
/// <remarks>Kernel sources read their files lazily and are not made for several threads, so building is serialised; workers are immutable.</remarks>
/// <param name="model">What is served.</param>
/// <param name="system">The GPU node.</param>
/// <param name="version">Backend and release.</param>
/// <param name="quantization">Number formats in effect on this system.</param>
/// <param name="kernels">Kernel times; may be shared with other factories of one thread.</param>
/// <param name="calibration">Terms beyond kernels.</param>
/// <param name="options">Further choices about operators; sampling is the calibration's unless it is stated here.</param>
public sealed class ModelledEngineFactory(
    ModelSpec model,
    GpuSystem system,
    EngineVersion version,
    QuantizationPlan quantization,
    KernelSet kernels,
    Calibration calibration,
    OperatorOptions options) : IEngineFactory
{
    private readonly OperatorOptions _options =
        options.SamplingBytesPerLogit > 0 ? options : options with { SamplingBytesPerLogit = calibration.SamplingBytesPerLogit };

    /// <summary>A factory with kernel times of its own.</summary>
    /// <param name="model">What is served.</param>
    /// <param name="system">The GPU node.</param>
    /// <param name="version">Backend and release.</param>
    /// <param name="quantization">Number formats in effect on this system.</param>
    /// <param name="sources">Kernel times in order of preference.</param>
    /// <param name="calibration">Terms beyond kernels.</param>
    /// <param name="options">Further choices about operators.</param>
    public ModelledEngineFactory(
        ModelSpec model,
        GpuSystem system,
        EngineVersion version,
        QuantizationPlan quantization,
        IReadOnlyList<IKernelTimeSource> sources,
        Calibration calibration,
        OperatorOptions options)
        : this(model, system, version, quantization, new KernelSet(system, sources), calibration, options)
    {
    }

    private readonly Lock _gate = new();
    private readonly Dictionary<ParallelLayout, EngineOffer> _offers = [];

    /// <inheritdoc />
    public GpuSystem System => system;

    /// <inheritdoc />
    public EngineVersion Version => version;

    /// <inheritdoc />
    public EngineOffer Build(ParallelLayout layout)
    {
        lock (_gate)
        {
            if (!_offers.TryGetValue(layout, out var offer))
            {
                _offers[layout] = offer = Create(layout);
            }

            return offer;
        }
    }

    private EngineOffer Create(ParallelLayout layout)
    {
        if (LayoutRules.Refusal(model, layout, quantization, version.Backend) is { } reason)
        {
            return EngineOffer.Refused("layout_does_not_divide", reason);
        }

        try
        {
            return EngineOffer.Of(_options.Speculation is { } speculation ? Speculative(layout, speculation) : Engine(model, model, layout, _options));
        }
        catch (MissingDataException missing)
        {
            return EngineOffer.Refused("kernel_data_missing", missing.Message);
        }
    }

    private SpeculativeEngine Speculative(ParallelLayout layout, SpeculativeDecoding speculation)
    {
        var target = Engine(model, SpeculativeDecoding.WithDraftLayer(model), layout, _options);
        var draftLayout = layout with { Pp = 1 };
        var draft = Operators(SpeculativeDecoding.DraftOf(model), draftLayout, _options with { Speculation = null });
        return new SpeculativeEngine(target, new EngineModel(draft, calibration with { HostMsPerStep = 0, StreamMsPerToken = 0, PrepareMs = 0, PrepareMsPerPrompt = 0 }), speculation);
    }

    private ModelledEngine Engine(ModelSpec priced, ModelSpec stored, ParallelLayout layout, OperatorOptions choices)
    {
        var policy = EnginePolicies.For(version, system, layout);
        var graphTokens = policy.GraphsHoldPrompts ? policy.MaxGraphTokens : int.MaxValue;
        var memory = new MemoryModel(stored, system, layout, quantization, calibration);
        return new ModelledEngine(new EngineModel(Operators(priced, layout, choices), calibration, graphTokens), memory, layout, version, system);
    }

    private IReadOnlyList<StepOperator> Operators(ModelSpec priced, ParallelLayout layout, OperatorOptions choices) =>
        OperatorGraph.Build(priced, layout, quantization, version.Backend, kernels, choices);
}
