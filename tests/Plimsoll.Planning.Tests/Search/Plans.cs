using Plimsoll.Model.Backends;
using Plimsoll.Model.Models;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;
using Plimsoll.Planning.Search;

namespace Plimsoll.Planning.Tests.Search;

/// <summary>Plans of synthetic workers.</summary>
public static class Plans
{
    public static PlanDraft Draft { get; } = new()
    {
        Model = "test/model",
        System = "test_node",
        TotalGpus = 8,
        Isl = 4000,
        Osl = 500,
        TtftMs = 1200,
        TpotMs = 30,
        Backend = "vllm",
        Verify = false,
    };

    public static PlanningProblem Problem(PlanDraft draft, ModelSpec? model = null, params SyntheticFactory[] factories) => new()
    {
        Request = draft.Freeze(),
        Model = model ?? Models.Dense(),
        Backends = factories.Length == 0
            ? [Option(new SyntheticFactory(BackendKind.Vllm, model))]
            : [.. factories.Select(Option)],
    };

    public static PlanReport Of(PlanDraft draft, ModelSpec? model = null, params SyntheticFactory[] factories) =>
        Planner.Plan(Problem(draft, model, factories), threads: 2);

    private static BackendOption Option(SyntheticFactory factory) => new(factory, factory);
}
