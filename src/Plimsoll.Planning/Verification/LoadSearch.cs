using Plimsoll.Planning.Targets;

namespace Plimsoll.Planning.Verification;

/// <summary>
/// Finds the highest load of a configuration that keeps every bound, by simulating few loads: latencies grow with load, so a bracket of a
/// good and a bad load is closed step by step. Keeps what it simulated.
/// </summary>
internal sealed class LoadSearch(LoadModel loads, Survivor survivor, Func<double, SimulatedLoad> simulate)
{
    // A bracket this narrow is a point; so many runs narrow any.
    private const double CloseEnough = 1.04;
    private const int MostRuns = 7;
    private const double Growth = 1.3;
    private const double Saturated = 1.01;
    private readonly SortedDictionary<double, SimulatedLoad> _known = [];

    /// <summary>Every load simulated so far, lowest first.</summary>
    public IEnumerable<SimulatedLoad> Known => _known.Values;

    /// <summary>What a load shows.</summary>
    public SimulatedLoad At(double load)
    {
        if (!_known.TryGetValue(load, out var point))
        {
            _known[load] = point = simulate(load);
        }

        return point;
    }

    /// <summary>The highest load up to <paramref name="start"/> that keeps the bounds; null when none does.</summary>
    public SimulatedLoad? Within(double start, ServiceLevels levels)
    {
        var runs = 0;
        var high = At(start);
        SimulatedLoad? low = levels.AreMetBy(high.Run) ? high : null;
        while (low is null && runs++ < MostRuns)
        {
            var least = loads.Least(survivor);
            if (high.Load <= least)
            {
                return null;
            }

            // Waiting falls faster than the load: the excess itself says how far to go.
            var share = Math.Clamp(1 / (1 + levels.WorstExcess(high.Run)), 0.2, 0.85);
            var next = At(Math.Max(least, loads.Rounded(high.Load * share, survivor)));
            (low, high) = levels.AreMetBy(next.Run) ? (next, high) : (null, next);
        }

        return low is null || low.Load == high.Load ? low : Close(low, high, levels, MostRuns - runs);
    }

    /// <summary>The highest load of all that keeps the bounds, from one that does, and what keeps it from more.</summary>
    public (SimulatedLoad Highest, string Binds) Beyond(SimulatedLoad low, ServiceLevels levels)
    {
        var runs = 0;
        SimulatedLoad? high = null;
        foreach (var known in _known.Values)
        {
            low = known.Load > low.Load && levels.AreMetBy(known.Run) ? known : low;
        }

        foreach (var known in _known.Values)
        {
            high ??= known.Load > low.Load ? known : null;
        }

        while (high is null)
        {
            var next = At(loads.Rounded((low.Load * Growth) + survivor.Step, survivor));
            if (!levels.AreMetBy(next.Run))
            {
                high = next;
            }
            else if (++runs == MostRuns || next.Run.OutputTokensPerS < low.Run.OutputTokensPerS * Saturated)
            {
                return (next.Run.OutputTokensPerS > low.Run.OutputTokensPerS ? next : low, Capacity);
            }
            else
            {
                low = next;
            }
        }

        var best = Close(low, high, levels, MostRuns - runs);
        return (best, levels.WorstKey(_known.Values.First(point => point.Load > best.Load).Run));
    }

    /// <summary>The word for a load beyond which nothing is gained although the bounds would hold.</summary>
    public const string Capacity = "capacity";

    private SimulatedLoad Close(SimulatedLoad low, SimulatedLoad high, ServiceLevels levels, int runs)
    {
        while (runs-- > 0 && high.Load > low.Load * CloseEnough)
        {
            var middle = loads.Rounded(Math.Sqrt(low.Load * high.Load), survivor);
            if (middle <= low.Load || middle >= high.Load)
            {
                break;
            }

            var point = At(middle);
            (low, high) = levels.AreMetBy(point.Run) ? (point, high) : (low, point);
        }

        return low;
    }
}
