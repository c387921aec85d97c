using BenchmarkDotNet.Attributes;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Steps;
using Plimsoll.Serving.Engines;

namespace Plimsoll.Benchmarks;

/// <summary>The price of one iteration: what planning and simulation do millions of times.</summary>
[MemoryDiagnoser]
public class StepPricing
{
    private readonly PrefillChunk[] _chunk = [new(4000, 1000)];
    private IServingEngine _dense = null!;
    private IServingEngine _experts = null!;
    private int _turn;

    /// <summary>Builds the workers.</summary>
    [GlobalSetup]
    public void Build()
    {
        _dense = Tables.Factory("Qwen/Qwen3-32B-FP8").Build(new ParallelLayout(2)).Engine!;
        _experts = Tables.Factory("Qwen/Qwen3-30B-A3B").Build(new ParallelLayout(2, MoeTp: 2)).Engine!;
    }

    /// <summary>A decode step of a dense model.</summary>
    [Benchmark(Baseline = true)]
    public double DecodeDense() => _dense.StepMs(BatchShape.Decode(1 + (_turn++ & 255), 4000));

    /// <summary>A decode step of a mixture of experts.</summary>
    [Benchmark]
    public double DecodeExperts() => _experts.StepMs(BatchShape.Decode(1 + (_turn++ & 255), 4000));

    /// <summary>A mixed step: one prompt chunk over a cached prefix and decode rows.</summary>
    [Benchmark]
    public double MixedDense() => _dense.StepMs(new BatchShape(_chunk, 64, 64 * 4000));

    /// <summary>The same step explained operator by operator.</summary>
    [Benchmark]
    public double ExplainDense() => _dense.Explain(new BatchShape(_chunk, 64, 64 * 4000)).Ms;
}
