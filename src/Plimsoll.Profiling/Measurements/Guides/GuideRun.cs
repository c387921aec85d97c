using Plimsoll.Model.Backends;

namespace Plimsoll.Profiling.Measurements.Guides;

/// <summary>
/// The run that the public guide to disaggregated serving validates its planner with: Qwen3-32B-FP8 on eight H200, four vLLM workers of two GPUs,
/// AIPerf with 56 clients and 800 requests of 4,000 and 500 tokens. The guide's planner predicted 509 ms and 16.49 ms.
/// </summary>
public static class GuideRun
{
    /// <summary>What the guide's planner predicted for the mean TTFT, ms.</summary>
    public const double PeerTtftMs = 509;

    /// <summary>What the guide's planner predicted for the mean TPOT, ms.</summary>
    public const double PeerTpotMs = 16.49;

    private const int Clients = 56;
    private const int Requests = 800;
    private const double MeasuredTokensPerS = 3462;

    /// <summary>The run.</summary>
    public static MeasuredExperiment Experiment { get; } = new()
    {
        Id = "guide/agg",
        Group = "guide",
        Place = "the guide's validated results",
        Engine = new ServedEngine("Qwen/Qwen3-32B-FP8", "h200_sxm", BackendKind.Vllm, "0.12.0")
        {
            Arguments =
            [
                "--no-enable-prefix-caching", "--tensor-parallel-size", "2", "--pipeline-parallel-size", "1", "--data-parallel-size", "1",
                "--kv-cache-dtype", "fp8", "--max-model-len", "6000", "--max-num-seqs", "1024",
            ],
        },
        Topology = new MeasuredTopology { Workers = new MeasuredWorkers(4, new StatedParallelism(2)) },
        Load = new MeasuredLoad { Protocol = "closed", Concurrency = Clients, RequestCount = Requests, Isl = 4000, Osl = 500 },
        Measured = new Dictionary<Figure, double>
        {
            [Figure.TtftMean] = 209,
            [Figure.TpotMean] = 15.06,
            [Figure.Throughput] = MeasuredTokensPerS,
        },
    };
}
