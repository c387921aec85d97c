using Plimsoll.Model.Backends;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Targets;
using Plimsoll.Serving.Intervals;
using Plimsoll.Serving.Statistics;

namespace Plimsoll.Planning.Verification;

/// <summary>A survivor and what simulating it showed.</summary>
internal sealed class VerifiedSurvivor(
    Verifier verifier, LoadModel loads, Survivor survivor, LoadSearch search, SimulatedLoad? operating, SimulatedLoad? miss)
{
    private const double WorthSaying = 0.15;
    private HighestLoad? _highest;
    private SimulatedLoad? _highestRun;

    /// <summary>The configuration.</summary>
    public Survivor Survivor => survivor;

    /// <summary>Its simulated loads.</summary>
    public LoadSearch Search => search;

    /// <summary>The load at which it is ranked; null when no load keeps the targets.</summary>
    public SimulatedLoad? Operating => operating;

    /// <summary>When no load keeps the targets: the lowest that was tried. Null too when the load asked for cannot be carried at all.</summary>
    public SimulatedLoad? Miss => miss;

    /// <summary>Whether some request can never be served.</summary>
    public bool CannotFinish { get; init; }

    /// <summary>Its highest load; null before <see cref="Explore"/>.</summary>
    public SimulatedLoad? Highest => _highestRun;

    /// <summary>What keeps it from more; null before <see cref="Explore"/>.</summary>
    public string? Binds => _highest?.Binds;

    /// <summary>The figure that it is ranked by: tokens/s/GPU at its operating point, or at its highest load where the question fixes the load.</summary>
    public double RankedBy => operating is null ? 0 : verifier.PerGpu(survivor, (loads.IsFixed ? _highestRun ?? operating : operating).Run);

    /// <summary>Searches the highest load that keeps every target.</summary>
    public void Explore(ServiceLevels levels)
    {
        var (highest, binds) = search.Beyond(operating!, levels);
        _highestRun = highest;
        _highest = new HighestLoad(
            loads.OfCluster(highest.Load, survivor.Planned.Replicas), loads.Unit, verifier.PerGpu(survivor, highest.Run), binds);
    }

    /// <summary>The row of the report.</summary>
    public PlannedConfiguration Row(ServiceLevels levels) => Row(operating!, levels);

    /// <summary>The row of a survivor that keeps the targets at no load.</summary>
    public PlannedConfiguration MissRow(ServiceLevels levels) => Row(miss!, levels);

    private PlannedConfiguration Row(SimulatedLoad at, ServiceLevels levels)
    {
        var row = survivor.At(loads.InFlight(at.Load, survivor));
        return row with { Verified = Verified(row, at, levels) };
    }

    private VerifiedRun Verified(PlannedConfiguration row, SimulatedLoad at, ServiceLevels levels)
    {
        var run = at.Run;
        var perGpu = verifier.PerGpu(survivor, run);
        return new VerifiedRun
        {
            Protocol = loads.Protocol(at.Load),
            Requests = run.Requests,
            TtftMs = Figures(run.Ttft),
            TpotMs = run.Tpot is { } tpot ? Figures(tpot) : null,
            TtftInterval = Interval(row, PredictedQuantity.Ttft, run.Ttft.Mean),
            TpotInterval = run.Tpot is { } mean ? Interval(row, PredictedQuantity.Tpot, mean.Mean) : null,
            RequestLatencyMs = Figures(run.Latency),
            TokensPerSPerGpu = perGpu,
            RankedBy = operating is null ? perGpu : RankedBy,
            RequestsPerSCluster = run.RequestsPerS * row.Replicas,
            GoodShare = run.GoodputPerS is { } good ? good / run.RequestsPerS : 1,
            Preemptions = run.Preemptions,
            PeakKvUse = run.PeakKvUse,
            Disagreements = [.. Disagreements(row, run, perGpu)],
            HighestLoad = _highest,
            LoadCurve = [.. search.Known.Select(point => Point(point, levels))],
        };
    }

    private static IEnumerable<Disagreement> Disagreements(PlannedConfiguration row, SimulationSummary run, double perGpu)
    {
        (string Figure, double Steady, double Simulated)[] pairs =
        [
            ("ttft_ms", row.TtftMs, run.Ttft.Mean),
            ("tpot_ms", row.TpotMs, run.Tpot?.Mean ?? 0),
            ("request_latency_ms", row.RequestLatencyMs, run.Latency.Mean),
            ("tokens_per_s_per_gpu", row.TokensPerSPerGpu, perGpu),
        ];
        foreach (var (figure, steady, simulated) in pairs)
        {
            if (steady > 0 && Math.Abs((simulated / steady) - 1) > WorthSaying)
            {
                yield return new Disagreement(figure, steady, simulated, (simulated / steady) - 1);
            }
        }
    }

    private LoadPoint Point(SimulatedLoad point, ServiceLevels levels) => new(
        loads.OfCluster(point.Load, survivor.Planned.Replicas),
        point.Run.Ttft.Mean,
        point.Run.Ttft.P99,
        point.Run.Tpot?.Mean,
        point.Run.Tpot?.P99,
        verifier.PerGpu(survivor, point.Run),
        levels.AreMetBy(point.Run));

    private static PredictionInterval? Interval(PlannedConfiguration row, PredictedQuantity quantity, double predicted) =>
        BackendKindNames.TryParse(row.Backend, out var backend) && row.Provenance is { } source
            ? ResidualTable.Shipped.Around(predicted, new ResidualClass(quantity, row.Mode == ServingMode.Disagg, backend, source))
            : null;

    private static LatencyFigures Figures(DistributionSummary summary) => new(summary.Mean, summary.P50, summary.P90, summary.P95, summary.P99);
}
