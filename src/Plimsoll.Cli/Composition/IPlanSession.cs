using Plimsoll.Cli.Explanations;
using Plimsoll.Planning.Reports;

namespace Plimsoll.Cli.Composition;

/// <summary>One planning question with its names resolved.</summary>
internal interface IPlanSession : IDisposable
{
    /// <summary>Answers the question on at most so many threads; the number of threads never changes the answer.</summary>
    PlanReport Plan(int threads);

    /// <summary>Prices a configuration of the answer operator by operator.</summary>
    Explanation Explain(PlannedConfiguration configuration);
}
