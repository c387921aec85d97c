using Plimsoll.Planning.Requests;

namespace Plimsoll.Cli.Composition;

/// <summary>Answers planning questions: the border between the command line and everything that computes.</summary>
internal interface IPlanService
{
    /// <summary>
    /// Looks up the names of a question as far as it has any, so that they can be reported together with everything else that is wrong.
    /// </summary>
    IPlanSession Open(PlanDraft draft);
}
