using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Validation.Predictions;

namespace Plimsoll.Profiling.Validation;

/// <summary>Predicts every run of a set, side by side; the outcome does not depend on the number of threads.</summary>
/// <param name="predictor">Predicts one run.</param>
public sealed class Validator(ExperimentPredictor predictor)
{
    /// <summary>The outcomes in the order of the runs.</summary>
    /// <param name="experiments">The runs.</param>
    /// <param name="threads">Most threads.</param>
    /// <param name="cancellation">Ends the run early.</param>
    /// <exception cref="OperationCanceledException">The validation was cancelled.</exception>
    public IReadOnlyList<ExperimentOutcome> Run(IReadOnlyList<MeasuredExperiment> experiments, int threads, CancellationToken cancellation = default)
    {
        var outcomes = new ExperimentOutcome[experiments.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, outcomes.Length, options, i =>
            outcomes[i] = new ExperimentOutcome(experiments[i], predictor.Predict(experiments[i], cancellation)));
        return outcomes;
    }
}
