using FsCheck.Fluent;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Speculation;
using Plimsoll.Model.Steps;
using Plimsoll.Model.Tests.KernelTimes;
using Plimsoll.Model.Tests.Operators;
using Plimsoll.Serving.Engines;
using Plimsoll.Testing;

namespace Plimsoll.Serving.Tests.Engines;

public sealed class SpeculativeEngineTests
{
    private static readonly BatchShape Rows = BatchShape.Decode(32, 2000);
    private static readonly PrefillChunk[] Prompt = [new(1000, 500)];
    private static readonly IServingEngine Plain = Engine(null);

    [Fact]
    public void Decoding_costs_a_real_step_for_as_many_tokens_as_it_yields()
    {
        var engine = (SpeculativeEngine)Engine(new SpeculativeDecoding([0.8, 0.5]));
        Assert.Equal(engine.RealStepMs(Rows) / 2.2, engine.StepMs(Rows), 9);
        Assert.True(engine.RealStepMs(Rows) > Plain.StepMs(Rows));
        Assert.Equal(2.2, engine.Speculation!.TokensPerStep, 9);
    }

    [Fact]
    public void Drafts_that_are_never_accepted_only_cost_and_sure_ones_pay()
    {
        Assert.True(Engine(new SpeculativeDecoding([0])).StepMs(Rows) > Plain.StepMs(Rows));
        Assert.True(Engine(new SpeculativeDecoding([1])).StepMs(Rows) < Plain.StepMs(Rows));
    }

    [Fact]
    public void A_prompt_passes_the_draft_layer_once_and_pays_nothing_for_acceptance()
    {
        var prompt = BatchShape.PrefillOnly(Prompt);
        var (rejecting, accepting) = (Engine(new SpeculativeDecoding([0, 0])), Engine(new SpeculativeDecoding([1, 1])));
        Assert.Equal(rejecting.StepMs(prompt), accepting.StepMs(prompt), 12);
        Assert.True(accepting.StepMs(prompt) > Plain.StepMs(prompt));
    }

    [Fact]
    public void Each_price_equals_its_explanation_and_grows_with_prompts_and_rows()
    {
        var engine = Engine(new SpeculativeDecoding([0.7, 0.4]));
        var cases = from rows in Gen.Choose(0, 200) from tokens in Gen.Choose(0, 4000) where rows + tokens > 0 select (rows, tokens);
        Properties.Check(cases, at =>
        {
            var chunks = at.tokens > 0 ? new[] { new PrefillChunk(at.tokens) } : [];
            var shape = new BatchShape(chunks, at.rows, at.rows * 1500L);
            var ms = engine.StepMs(shape);
            var more = engine.StepMs(new BatchShape(new[] { new PrefillChunk(at.tokens + 100) }, at.rows, at.rows * 1500L));
            var times = engine.Times(shape);
            return Math.Abs(ms - engine.Explain(shape).Ms) < 1e-9 * ms && more > ms && times.GpuMs <= ms * (1 + 1e-9) && times.GpuMs > 0;
        });
    }

    [Fact]
    public void Its_memory_holds_the_draft_layer_and_its_cache()
    {
        var engine = Engine(new SpeculativeDecoding([0.8]));
        var limits = new EngineLimits(8192, 256, 131_072, 16, 0.8);
        Assert.True(engine.Memory(limits).WeightsBytes > Plain.Memory(limits).WeightsBytes);
        Assert.True(engine.KvBytesPerToken > Plain.KvBytesPerToken);
    }

    private static IServingEngine Engine(SpeculativeDecoding? speculation) => new ModelledEngineFactory(
            SmallModels.Dense,
            SmallModels.Node,
            new EngineVersion(BackendKind.Vllm, "1.0"),
            new QuantizationPlan(),
            [new SyntheticKernels()],
            new Calibration { SustainedClockSlowdown = 0.1, HostMsPerStep = 0.2 },
            new OperatorOptions { Speculation = speculation })
        .Build(new ParallelLayout(2)).Engine!;
}
