using Plimsoll.Model.Validation;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;

namespace Plimsoll.Cli.Composition;

/// <summary>Answers planning questions: the border between the command line and everything that computes.</summary>
internal interface IPlanService
{
    /// <summary>What is wrong with the names in a question (model, systems, paths), under the keys of the request; empty when they all resolve.</summary>
    IEnumerable<ValidationError> Check(PlanDraft draft);

    /// <summary>Answers a question on at most so many threads; the number of threads never changes the answer.</summary>
    PlanReport Plan(PlanRequest request, int threads);
}
