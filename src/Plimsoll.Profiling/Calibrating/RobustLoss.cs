using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Validation;

namespace Plimsoll.Profiling.Calibrating;

/// <summary>
/// How far predictions lie from measurements: the sum over scored figures of Huber's loss of ln(predicted / measured) in units of a usual
/// error of that figure. Small errors count squared, large ones linearly, so that no single run decides.
/// </summary>
public static class RobustLoss
{
    private static readonly (Figure Figure, double UsualError)[] Figures =
    [
        (Figure.TtftP50, 0.06), (Figure.TtftMean, 0.06), (Figure.TtftP99, 0.06), (Figure.TpotMean, 0.03), (Figure.Throughput, 0.03), (Figure.KvTokens, 0.01),
    ];

    // What a run that cannot be predicted costs for each figure: more than any prediction.
    private const double Unpredicted = 100;

    /// <summary>The loss of a set of runs.</summary>
    public static double Of(IEnumerable<ExperimentOutcome> outcomes)
    {
        double sum = 0;
        foreach (var outcome in outcomes)
        {
            foreach (var (figure, usual) in Figures)
            {
                if (outcome.Experiment.IsScored(figure))
                {
                    sum += outcome.ErrorPct(figure) is { } percent ? Huber(Math.Log(Math.Max(1e-9, 1 + (percent / 100))) / usual)
                        : outcome.Experiment.Measured[figure] > 0 ? Unpredicted
                        : 0;
                }
            }
        }

        return sum;
    }

    private static double Huber(double residual) => Math.Abs(residual) <= 1 ? 0.5 * residual * residual : Math.Abs(residual) - 0.5;
}
