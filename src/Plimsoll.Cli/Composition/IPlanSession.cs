using Plimsoll.Cli.Explanations;
using Plimsoll.Model.Systems;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;

namespace Plimsoll.Cli.Composition;

/// <summary>One planning question with its names looked up.</summary>
internal interface IPlanSession : IDisposable
{
    /// <summary>What is wrong with the names (model, systems, paths), under the keys of the request.</summary>
    NameProblems Problems { get; }

    /// <summary>Answers the question on at most so many threads; the number of threads never changes the answer.</summary>
    /// <param name="request">The draft that the session was opened with, validated.</param>
    /// <param name="threads">Most threads.</param>
    /// <exception cref="Model.Validation.InvalidInputException">The parts contradict each other.</exception>
    /// <exception cref="Model.Validation.MissingDataException">There is nothing to answer with.</exception>
    PlanReport Plan(PlanRequest request, int threads);

    /// <summary>The kind of node that a configuration of the answer names.</summary>
    GpuSystem System(string name);

    /// <summary>Prices a configuration of the answer operator by operator.</summary>
    Explanation Explain(PlannedConfiguration configuration);
}
