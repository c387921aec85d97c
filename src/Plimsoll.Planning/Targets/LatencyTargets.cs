using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;
using Plimsoll.Serving.SteadyStates;

namespace Plimsoll.Planning.Targets;

/// <summary>Bounds on mean latencies, ms; infinite = none.</summary>
/// <param name="TtftMs">Time to first token.</param>
/// <param name="TpotMs">Time per output token.</param>
/// <param name="RequestLatencyMs">Whole request.</param>
public readonly record struct LatencyTargets(double TtftMs, double TpotMs, double RequestLatencyMs)
{
    private const double Rounding = 1e-9;

    /// <summary>The bounds of a request: a percentile of skewed latencies lies above their mean, so what bounds it bounds the mean too.</summary>
    public static LatencyTargets Of(PlanRequest request) => new(
        Tighter(request.TtftMs, request.TtftP99Ms),
        Tighter(request.TpotMs, request.TpotP99Ms),
        Tighter(request.RequestLatencyMs, request.RequestLatencyP99Ms));

    /// <summary>Whether a state keeps every bound.</summary>
    public bool AreMetBy(in SteadyPoint point) => WorstExcess(point) <= Rounding;

    /// <summary>The worst relative excess over a bound; negative when all are kept with room to spare.</summary>
    public double WorstExcess(in SteadyPoint point) => Math.Max(
        Math.Max(Excess(point.TtftMs, TtftMs), Excess(point.TpotMs, TpotMs)),
        Excess(point.RequestLatencyMs, RequestLatencyMs));

    /// <summary>The key of the bound that is exceeded most.</summary>
    public string WorstKey(in SteadyPoint point)
    {
        var worst = WorstExcess(point);
        return Excess(point.TtftMs, TtftMs) == worst ? "ttft_ms"
            : Excess(point.TpotMs, TpotMs) == worst ? "tpot_ms"
            : "request_latency_ms";
    }

    /// <summary>Every bound that a state exceeds, and the value that would admit it.</summary>
    public IReadOnlyList<TargetRelaxation> Relaxations(in SteadyPoint point)
    {
        var relaxations = new List<TargetRelaxation>(3);
        Add("ttft_ms", TtftMs, point.TtftMs);
        Add("tpot_ms", TpotMs, point.TpotMs);
        Add("request_latency_ms", RequestLatencyMs, point.RequestLatencyMs);
        return relaxations;

        void Add(string key, double boundMs, double neededMs)
        {
            if (Excess(neededMs, boundMs) > Rounding)
            {
                relaxations.Add(new TargetRelaxation(key, boundMs, neededMs, Excess(neededMs, boundMs)));
            }
        }
    }

    private static double Tighter(double? one, double? other) =>
        Math.Min(one ?? double.PositiveInfinity, other ?? double.PositiveInfinity);

    private static double Excess(double ms, double boundMs) => double.IsPositiveInfinity(boundMs) ? -1 : (ms / boundMs) - 1;
}
