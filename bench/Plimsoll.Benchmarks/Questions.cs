using Plimsoll.Cli.Composition;
using Plimsoll.Planning.Requests;

namespace Plimsoll.Benchmarks;

/// <summary>The questions that the benchmarks ask, over the measured tables that <c>PLIMSOLL_SYSTEMS</c> names.</summary>
internal static class Questions
{
    /// <summary>A dense model on one node.</summary>
    public static PlanDraft Dense(int gpus) => new()
    {
        Model = "Qwen/Qwen3-32B-FP8",
        System = "h200_sxm",
        TotalGpus = gpus,
        Backend = "vllm",
        Isl = 4000,
        Osl = 500,
        TtftMs = 600,
        TpotMs = 16.67,
        SystemsPaths = SystemsPaths,
    };

    /// <summary>A mixture of experts.</summary>
    public static PlanDraft Moe(int gpus) => new()
    {
        Model = "Qwen/Qwen3-235B-A22B",
        System = "h200_sxm",
        TotalGpus = gpus,
        Backend = "trtllm",
        TpotMs = 50,
        SystemsPaths = SystemsPaths,
    };

    /// <summary>The same composition as the command line's.</summary>
    public static IPlanService Service { get; } = new PlanService(ModelSource.FromEnvironment);

    private static string[] SystemsPaths => [Tables.Folder];
}
