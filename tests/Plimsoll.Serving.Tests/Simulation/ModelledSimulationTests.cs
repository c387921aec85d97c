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
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Tests.Simulation;

/// <summary>The simulation over an engine that is priced operator by operator.</summary>
public sealed class ModelledSimulationTests
{
    private static readonly ModelledEngine Engine = new(
        new EngineModel(
            OperatorGraph.Build(
                SmallModels.Dense,
                new ParallelLayout(1),
                new QuantizationPlan(),
                BackendKind.Vllm,
                new KernelSet(SmallModels.Node, [new SyntheticKernels()]),
                new OperatorOptions()),
            Calibration.None),
        new MemoryModel(SmallModels.Dense, SmallModels.Node, new ParallelLayout(1), new QuantizationPlan(), Calibration.None),
        new ParallelLayout(1),
        new EngineVersion(BackendKind.Vllm, "0.24.0"),
        SmallModels.Node);

    [Fact]
    public void One_client_takes_the_sum_of_its_steps()
    {
        var (_, recording) = Serve.Run(Serve.Group(Engine), Clients.Closed(1, 2, new RequestShape(1000, 80)));
        var decode = Enumerable.Range(1, 79).Sum(token => Engine.StepMs(BatchShape.Decode(1, 1000 + token)));
        Assert.All(recording.Outcomes, outcome =>
        {
            Assert.Equal(Engine.StepMs(BatchShape.PrefillOnly(new PrefillChunk(1000))), outcome.TtftMs, 6);
            Assert.Equal(decode, outcome.LastTokenMs - outcome.FirstTokenMs, 6);
        });
    }

    [Fact]
    public void Steps_cost_what_the_engine_says()
    {
        var (counts, recording) = Serve.Run(Serve.Group(Engine), Clients.Closed(8, 80, Clients.Varied(900, 60, seed: 6)));
        Assert.Equal((80, 0), (counts.Finished, counts.KvBlocksHeld));
        var decode = recording.Steps.Where(step => step.PrefillTokens == 0).ToList();
        Assert.NotEmpty(decode);
        Assert.All(decode, step => Assert.InRange(
            step.DurationMs, Engine.StepMs(BatchShape.Decode(step.DecodeRows, 700)), Engine.StepMs(BatchShape.Decode(step.DecodeRows, 960))));
    }

    [Fact]
    public void The_ledger_says_how_much_cache_there_is()
    {
        var small = Serve.Group(Engine) with { KvTokens = null };
        var tokens = Engine.Memory(small.Limits).KvTokenCapacity;
        var (_, recording) = Serve.Run(small, Clients.Closed(1, 1, new RequestShape(1600, 2)));
        Assert.Equal(101 * 16.0 / tokens, recording.Steps[^1].KvUse, 9);
    }
}
