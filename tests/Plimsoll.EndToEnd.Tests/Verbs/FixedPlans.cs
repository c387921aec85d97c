using Plimsoll.Cli.Composition;
using Plimsoll.Cli.Explanations;
using Plimsoll.EndToEnd.Tests.Rendering;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;

namespace Plimsoll.EndToEnd.Tests.Verbs;

/// <summary>Answers every question with a made-up report; knows one model and one system.</summary>
internal sealed class FixedPlans(PlanReport? report = null) : IPlanService
{
    public PlanRequest? Asked { get; private set; }

    public int Threads { get; private set; }

    public IPlanSession Open(PlanDraft draft) => new Session(this, draft);

    private PlanReport Answer => report ?? SampleReports.Met;

    private static NameProblems Check(PlanDraft draft)
    {
        var problems = new NameProblems();
        problems.Try(
            () => draft.Model is null || draft.Model.StartsWith("Qwen/", StringComparison.Ordinal)
                ? draft
                : throw new InvalidInputException("--model", $"'{draft.Model}' is not known"),
            "model");
        problems.Try(
            () => draft.System is null or "h200_sxm"
                ? draft
                : throw new InvalidInputException("--system", $"'{draft.System}' is not a known system", NearestName.Hint(draft.System, ["h200_sxm"])),
            "system");
        problems.Try(
            () => draft.SystemsPaths is null || !draft.SystemsPaths.Contains("nowhere")
                ? draft
                : throw new MissingDataException("--systems-paths", "'nowhere' does not exist"),
            "systems_paths");
        return problems;
    }

    private sealed class Session(FixedPlans plans, PlanDraft draft) : IPlanSession
    {
        public NameProblems Problems { get; } = Check(draft);

        public PlanReport Plan(PlanRequest request, int threads)
        {
            (plans.Asked, plans.Threads) = (request, threads);
            return plans.Answer with { Request = request };
        }

        public GpuSystem System(string name) => SystemCatalog.Find(name);

        public Explanation Explain(PlannedConfiguration configuration)
        {
            var engine = new FixedEngine();
            var explainer = new Explainer(plans.Asked!);
            return configuration.Mode == ServingMode.Agg ? explainer.Aggregated(configuration, engine) : explainer.Disaggregated(configuration, engine, engine);
        }

        public void Dispose()
        {
        }
    }
}
