using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Model.Backends;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;
using Plimsoll.Planning.Search;
using Plimsoll.Testing;

namespace Plimsoll.Planning.Tests.Search;

/// <summary>What must hold of any plan, without knowing the right answer.</summary>
public sealed class PlannerInvariantTests
{
    private static Gen<PlanDraft> Questions { get; } =
        from gpus in Gen.Choose(1, 20)
        from isl in Gen.Elements(200, 1024, 4000, 20_000)
        from osl in Gen.Elements(20, 100, 1000)
        from prefixShare in Gen.Elements(0, 0, 50)
        from ttft in Gen.Elements(100, 400, 1000, 5000)
        from tpot in Gen.Elements(6, 12, 25, 60)
        from sequences in Gen.Elements(16, 128)
        select Plans.Draft with
        {
            TotalGpus = gpus,
            Isl = isl,
            Osl = osl,
            Prefix = isl * prefixShare / 100,
            TtftMs = ttft,
            TpotMs = tpot,
            MaxSequences = sequences,
        };

    [Fact]
    public void A_tighter_or_additional_target_never_admits_more_nor_improves_the_best() =>
        Properties.Check(Questions, draft =>
        {
            var plan = Plans.Of(draft);
            return IsNoBetter(Plans.Of(draft with { TtftMs = draft.TtftMs * 0.7 }), plan)
                && IsNoBetter(Plans.Of(draft with { TpotMs = draft.TpotMs * 0.7 }), plan)
                && IsNoBetter(Plans.Of(draft with { RequestLatencyMs = draft.TtftMs + (draft.Osl * draft.TpotMs / 2) }), plan);
        }, tests: 60);

    [Fact]
    public void More_gpus_never_serve_less() =>
        Properties.Check(Questions, draft =>
        {
            var (plan, larger) = (Plans.Of(draft), Plans.Of(draft with { TotalGpus = draft.TotalGpus + 1 }));
            return Cluster(larger.Agg) >= Cluster(plan.Agg) * (1 - 1e-9) && Cluster(larger.Disagg) >= Cluster(plan.Disagg) * (1 - 1e-9);
        }, tests: 100);

    [Fact]
    public void Concurrency_is_throughput_times_latency_in_every_row() =>
        Properties.Check(Questions, draft => Rows(Plans.Of(draft)).All(row =>
            Math.Abs((row.RequestsPerSCluster * row.RequestLatencyMs / 1000) - row.Concurrency) <= 1e-6 * row.Concurrency
            && row.GpusUsed <= draft.TotalGpus
            && row.GpusUsed == row.Replicas * row.GpusPerReplica), tests: 60);

    [Fact]
    public void Ranked_rows_keep_the_targets_and_fall_in_throughput_one_per_layout() =>
        Properties.Check(Questions, draft => Modes(Plans.Of(draft)).All(mode =>
            mode.Ranked.All(row => row.TtftMs <= draft.TtftMs * (1 + 1e-9) && row.TpotMs <= draft.TpotMs * (1 + 1e-9))
            && mode.Ranked.Zip(mode.Ranked.Skip(1)).All(pair => pair.First.TokensPerSPerGpu >= pair.Second.TokensPerSPerGpu)
            && mode.Ranked.Select(row => (row.Worker ?? row.Decode)!.Parallel).Distinct().Count() == mode.Ranked.Count
            && mode.Candidates == mode.Kept + mode.Rejected.Sum(rejection => rejection.Count)), tests: 60);

    [Fact]
    public void Relaxing_the_targets_as_told_admits_the_nearest_miss() =>
        Properties.Check(Questions, draft =>
        {
            var tight = draft with { TtftMs = draft.TtftMs / 10, TpotMs = draft.TpotMs / 4 };
            var plan = Plans.Of(tight);
            if (plan.TargetsMet || plan.Agg!.NearestMisses.Count == 0)
            {
                return plan.TargetsMet || plan.Agg!.Rejected.All(rejection => !rejection.Reason.EndsWith("_exceeded", StringComparison.Ordinal));
            }

            var nearest = plan.Agg.NearestMisses[0];
            double Needed(string target, double asked) =>
                nearest.Relax.Where(relax => relax.Target == target).Select(relax => relax.NeededMs).DefaultIfEmpty(asked).Single();
            var relaxed = Plans.Of(tight with { TtftMs = Needed("ttft_ms", tight.TtftMs!.Value), TpotMs = Needed("tpot_ms", tight.TpotMs!.Value) });
            return relaxed.TargetsMet && nearest.WorstExcess > 0 && nearest.Relax.Max(relax => relax.Excess) == nearest.WorstExcess;
        }, tests: 60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Threads_and_repetition_change_no_byte(bool moe)
    {
        var model = moe ? Models.Moe() : Models.Dense();
        var problem = Plans.Problem(Plans.Draft with { Backend = "auto" }, model, Backends(model));
        var one = Json(Planner.Plan(problem, threads: 1));
        Assert.Equal(one, Json(Planner.Plan(problem, threads: 2)));
        Assert.Equal(one, Json(Planner.Plan(problem, threads: 7)));
        Assert.Equal(one, Json(Planner.Plan(Plans.Problem(Plans.Draft with { Backend = "auto" }, model, Backends(model)))));
    }

    [Fact]
    public void The_order_of_the_backends_changes_no_result()
    {
        var backends = Backends(Models.Dense());
        var forward = Plans.Of(Plans.Draft with { Backend = "auto", TopN = 50 }, Models.Dense(), backends);
        var backward = Plans.Of(Plans.Draft with { Backend = "auto", TopN = 50 }, Models.Dense(), [.. backends.Reverse()]);
        Assert.Equal(Keys(forward.Agg!), Keys(backward.Agg!));
        Assert.Equal(Keys(forward.Disagg!), Keys(backward.Disagg!));
        Assert.Equal(forward.Backends.Select(entry => entry.Backend).Order(), backward.Backends.Select(entry => entry.Backend).Order());

        static IEnumerable<(string, string, double)> Keys(ModePlan mode) =>
            mode.Ranked.Select(row => (row.Backend, row.Parallel, row.TokensPerSPerGpu)).Order();
    }

    private static SyntheticFactory[] Backends(Model.Models.ModelSpec model) =>
    [
        new(BackendKind.Vllm, model), new(BackendKind.Sglang, model) { Scale = 1.1 }, new(BackendKind.TensorRtLlm, model) { Scale = 0.95 },
    ];

    private static bool IsNoBetter(PlanReport tighter, PlanReport plan) =>
        Cluster(tighter.Agg) <= Cluster(plan.Agg) * (1 + 1e-9)
        && Cluster(tighter.Disagg) <= Cluster(plan.Disagg) * (1 + 1e-9)
        && tighter.Agg!.Kept <= plan.Agg!.Kept
        && (tighter.Disagg?.Kept ?? 0) <= (plan.Disagg?.Kept ?? 0);

    private static double Cluster(ModePlan? mode) => mode is { Ranked: [var best, ..] } ? best.TokensPerSCluster : 0;

    private static IEnumerable<ModePlan> Modes(PlanReport report) => new[] { report.Agg, report.Disagg }.OfType<ModePlan>();

    private static IEnumerable<PlannedConfiguration> Rows(PlanReport report) =>
        Modes(report).SelectMany(mode => mode.Ranked.Concat(mode.Pareto).Concat(mode.NearestMisses.Select(miss => miss.Configuration)));

    private static string Json(PlanReport report) => JsonSerializer.Serialize(report, PlanJson.Default.PlanReport);
}
