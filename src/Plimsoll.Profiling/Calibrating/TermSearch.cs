using Plimsoll.Model.Calibrations;

namespace Plimsoll.Profiling.Calibrating;

/// <summary>
/// Finds the values of terms that make a loss small, by coordinate search: each term in turn is tried a step up and down, and the steps are
/// halved when none helps. It needs no derivatives, which a simulation does not have: its figures jump when an arrival falls into another step.
/// </summary>
/// <remarks>
/// A term moves in units of its usual value. Moving away from the start costs a little, so that what the runs do not inform stays where it was.
/// Deterministic.
/// </remarks>
/// <param name="terms">The terms that may move.</param>
/// <param name="loss">The loss of a calibration.</param>
public sealed class TermSearch(IReadOnlyList<CalibrationTerm> terms, Func<Calibration, double> loss)
{
    private const double FirstStep = 0.4;
    private const double LastStep = 0.05;
    private const double UsualFactorError = 0.3;
    private const double CostOfDistance = 0.2;
    private const double LeastGain = 1e-3;

    /// <summary>How often the loss was asked for.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The best calibration found from <paramref name="start"/> on.</summary>
    /// <param name="start">Where to start.</param>
    /// <param name="cancellation">Ends the search early.</param>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public Calibration From(Calibration start, CancellationToken cancellation = default)
    {
        var best = start;
        var least = Cost(best, start);
        for (var step = FirstStep; step >= LastStep;)
        {
            var before = least;
            foreach (var term in terms)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var sign in (ReadOnlySpan<int>)[1, -1])
                {
                    var value = Math.Clamp(term.Value(best) + (sign * step * Unit(term)), term.Least, term.Most);
                    if (value == term.Value(best))
                    {
                        continue;
                    }

                    var tried = term.With(best, value);
                    var cost = Cost(tried, start);
                    if (cost < least - LeastGain)
                    {
                        (best, least) = (tried, cost);
                        break;
                    }
                }
            }

            step = least < before - (0.01 * before) ? step : step / 2;
        }

        return best;
    }

    /// <summary>The measure of a term's steps.</summary>
    private static double Unit(CalibrationTerm term) => term.Unit == "ratio" ? UsualFactorError * term.Usual : term.Usual > 0 ? term.Usual : 0.1;

    private double Cost(Calibration tried, Calibration start)
    {
        Evaluations++;
        var cost = loss(tried);
        foreach (var term in terms)
        {
            var distance = (term.Value(tried) - term.Value(start)) / Unit(term);
            cost += CostOfDistance * distance * distance;
        }

        return cost;
    }
}
