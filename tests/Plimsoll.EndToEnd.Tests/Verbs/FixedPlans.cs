using Plimsoll.Cli.Composition;
using Plimsoll.Cli.Explanations;
using Plimsoll.EndToEnd.Tests.Rendering;
using Plimsoll.Model.Validation;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;

namespace Plimsoll.EndToEnd.Tests.Verbs;

/// <summary>Answers every question with a made-up report; knows one model and one system.</summary>
internal sealed class FixedPlans(PlanReport? report = null) : IPlanService
{
    public PlanRequest? Asked { get; private set; }

    public int Threads { get; private set; }

    public IEnumerable<ValidationError> Check(PlanDraft draft)
    {
        if (draft.Model is { } model && !model.StartsWith("Qwen/", StringComparison.Ordinal))
        {
            yield return new ValidationError("model", $"'{model}' is not known");
        }

        if (draft.System is { } system && system != "h200_sxm")
        {
            yield return new ValidationError("system", $"'{system}' is not a known system", NearestName.Hint(system, ["h200_sxm"]));
        }
    }

    public IPlanSession Open(PlanRequest request)
    {
        Asked = request;
        return new Session(this, request);
    }

    private sealed class Session(FixedPlans plans, PlanRequest request) : IPlanSession
    {
        public PlanReport Plan(int threads)
        {
            plans.Threads = threads;
            return (plans.Report ?? SampleReports.Met) with { Request = request };
        }

        public Explanation Explain(PlannedConfiguration configuration)
        {
            var engine = new FixedEngine();
            return configuration.Mode == ServingMode.Agg
                ? new Explainer(request).Aggregated(configuration, engine)
                : new Explainer(request).Disaggregated(configuration, engine, engine);
        }

        public void Dispose()
        {
        }
    }

    private PlanReport? Report => report;
}
