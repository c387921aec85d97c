using Plimsoll.Model.Validation;
using Plimsoll.Planning.Requests;

namespace Plimsoll.Cli.Composition;

/// <summary>Answers planning questions: the border between the command line and everything that computes.</summary>
internal interface IPlanService
{
    /// <summary>What is wrong with the names in a question (model, systems, paths), under the keys of the request; empty when they all resolve.</summary>
    IEnumerable<ValidationError> Check(PlanDraft draft);

    /// <summary>Resolves the names of a question and holds what answering needs.</summary>
    /// <exception cref="InvalidInputException">A name is unknown, or the parts contradict each other.</exception>
    /// <exception cref="MissingDataException">There are no kernel times to answer with.</exception>
    IPlanSession Open(PlanRequest request);
}
