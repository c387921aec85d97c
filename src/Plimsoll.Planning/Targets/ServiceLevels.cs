using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;
using Plimsoll.Serving.Statistics;

namespace Plimsoll.Planning.Targets;

/// <summary>All bounds of a question on what a simulated run shows: means (or the percentile that the question names instead) and 99th percentiles.</summary>
public sealed class ServiceLevels
{
    private const double Rounding = 1e-9;
    private readonly IReadOnlyList<ServiceLevel> _levels;

    /// <summary>Given bounds.</summary>
    public ServiceLevels(IReadOnlyList<ServiceLevel> levels) => _levels = levels;

    /// <summary>Every bound.</summary>
    public IReadOnlyList<ServiceLevel> All => _levels;

    /// <summary>The bounds of a request.</summary>
    public static ServiceLevels Of(PlanRequest request)
    {
        var levels = new List<ServiceLevel>();
        Add("ttft_ms", LatencyKind.Ttft, request.SloPercentile, request.TtftMs);
        Add("tpot_ms", LatencyKind.Tpot, request.SloPercentile, request.TpotMs);
        Add("request_latency_ms", LatencyKind.RequestLatency, request.SloPercentile, request.RequestLatencyMs);
        Add("ttft_p99_ms", LatencyKind.Ttft, 99, request.TtftP99Ms);
        Add("tpot_p99_ms", LatencyKind.Tpot, 99, request.TpotP99Ms);
        Add("request_latency_p99_ms", LatencyKind.RequestLatency, 99, request.RequestLatencyP99Ms);
        return new ServiceLevels(levels);

        void Add(string key, LatencyKind of, int? percentile, double? boundMs)
        {
            if (boundMs is { } bound)
            {
                levels.Add(new ServiceLevel(key, of, percentile, bound));
            }
        }
    }

    /// <summary>The same bounds, one of them by a factor wider.</summary>
    public ServiceLevels Relaxed(string key, double factor) =>
        new([.. _levels.Select(level => level.Key == key ? level with { BoundMs = level.BoundMs * factor } : level)]);

    /// <summary>The bounds that each request can be held to by itself, for goodput: the tightest of each latency.</summary>
    public LatencyTargetSet PerRequest() => new(Tightest(LatencyKind.Ttft), Tightest(LatencyKind.Tpot), Tightest(LatencyKind.RequestLatency));

    /// <summary>Whether a run keeps every bound.</summary>
    public bool AreMetBy(SimulationSummary run) => WorstExcess(run) <= Rounding;

    /// <summary>The worst relative excess; −1 when nothing is bounded.</summary>
    public double WorstExcess(SimulationSummary run)
    {
        var worst = -1.0;
        foreach (var level in _levels)
        {
            worst = Math.Max(worst, level.Excess(run));
        }

        return worst;
    }

    /// <summary>The key of the bound that a run exceeds most, or comes closest to.</summary>
    public string WorstKey(SimulationSummary run) => _levels.OrderByDescending(level => level.Excess(run)).First().Key;

    /// <summary>Every bound that a run exceeds, and the value that would admit it.</summary>
    public IReadOnlyList<TargetRelaxation> Relaxations(SimulationSummary run) =>
        [.. _levels.Where(level => level.Excess(run) > Rounding).Select(level => new TargetRelaxation(level.Key, level.BoundMs, level.Ms(run), level.Excess(run)))];

    private double? Tightest(LatencyKind of) => _levels.Where(level => level.Of == of).Select(level => (double?)level.BoundMs).Min();
}
