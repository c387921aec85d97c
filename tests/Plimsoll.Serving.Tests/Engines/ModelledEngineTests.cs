using Plimsoll.Model.Backends;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.Memory;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Steps;
using Plimsoll.Model.Tests.KernelTimes;
using Plimsoll.Model.Tests.Operators;
using Plimsoll.Serving.Engines;

namespace Plimsoll.Serving.Tests.Engines;

public sealed class ModelledEngineTests
{
    private static readonly EngineLimits Limits = new(8192, 256, 131_072, 16, 0.8);

    [Fact]
    public void It_prices_what_its_operators_cost()
    {
        var calibration = new Calibration { SustainedClockSlowdown = 0.1, InboundMs = 12 };
        var engine = Engine(BackendKind.Vllm, new ParallelLayout(2), calibration);
        var operators = OperatorGraph.Build(
            SmallModels.Dense,
            new ParallelLayout(2),
            new QuantizationPlan(),
            BackendKind.Vllm,
            new KernelSet(SmallModels.Node, [new SyntheticKernels()]),
            new OperatorOptions());
        var batch = new BatchShape(new[] { new PrefillChunk(4000, 1000) }, 64, 64 * 2000);

        Assert.Equal(new EngineModel(operators, calibration).StepMs(batch), engine.StepMs(batch), 12);
        Assert.Equal(engine.StepMs(batch), engine.Explain(batch).Ms, 9);
        Assert.Equal(12, engine.RequestPathMs);
        Assert.Equal(0, engine.StepMs(default));
    }

    [Theory]
    [InlineData(BackendKind.Vllm, false, MemoryFractionRule.Everything)]
    [InlineData(BackendKind.Sglang, false, MemoryFractionRule.WeightsAndCache)]
    [InlineData(BackendKind.TensorRtLlm, true, MemoryFractionRule.CacheOfFree)]
    public void Each_backend_divides_memory_by_its_own_rule(BackendKind backend, bool ofFree, MemoryFractionRule rule)
    {
        var layout = new ParallelLayout(2);
        var expected = new MemoryModel(SmallModels.Dense, SmallModels.Node, layout, new QuantizationPlan(), Calibration.None)
            .Ledger(new MemorySettings(8192, 256, 16, 0.8, rule));
        Assert.Equal(expected, Engine(backend, layout, Calibration.None).Memory(Limits with { FractionOfFree = ofFree }));
    }

    [Fact]
    public void A_whole_prompts_cache_is_counted_once_however_it_is_spread() => Assert.All(
        [new ParallelLayout(1), new ParallelLayout(4), new ParallelLayout(16), new ParallelLayout(1, Pp: 3)],
        layout => Assert.Equal(2.0 * 2 * 3 * 4 * 64, Engine(BackendKind.Vllm, layout, Calibration.None).KvBytesPerToken));

    private static IServingEngine Engine(BackendKind backend, ParallelLayout layout, Calibration calibration) => new ModelledEngineFactory(
            SmallModels.Dense,
            SmallModels.Node,
            new EngineVersion(backend, "1.0"),
            new QuantizationPlan(),
            [new SyntheticKernels()],
            calibration,
            new OperatorOptions())
        .Build(layout).Engine!;
}
