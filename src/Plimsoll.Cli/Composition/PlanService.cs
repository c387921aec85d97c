using Plimsoll.Model.Models;
using Plimsoll.Planning.Requests;

namespace Plimsoll.Cli.Composition;

/// <summary>Answers planning questions with the real catalogue, databases and planner.</summary>
/// <param name="models">Finds models; made when the first is asked for.</param>
internal sealed class PlanService(Func<ModelResolver> models) : IPlanService
{
    /// <inheritdoc/>
    public IPlanSession Open(PlanDraft draft) => new PlanSession(draft, models);
}
