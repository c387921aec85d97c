using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Search;
using Plimsoll.Planning.Targets;
using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Statistics;

namespace Plimsoll.Planning.Verification;

/// <summary>Simulates the survivors of a search, lowers their load until every target holds in simulation, and takes down what the runs show.</summary>
/// <remarks>
/// Survivors come best first. They are simulated in small groups until the steady state of the next could not reach the ranking any more, or the
/// budget is used up; both are counted in survivors, not in time, so that the answer is the same on any machine.
/// </remarks>
internal sealed class Verifier(LoadModel loads, ServiceLevels levels, int totalGpus, int topN, ParallelOptions options)
{
    /// <summary>The most survivors of one way of serving.</summary>
    public const int MostSurvivors = 32;

    // Steady state and benchmark differ; a survivor whose steady state is this much worse than the ranking will not enter it.
    private const double Reach = 1.1;
    private const int GroupSize = 4;

    /// <summary>Verifies the survivors of one way of serving, given best first, all of one backend after another or mixed.</summary>
    public VerifiedMode Verify(IReadOnlyList<Survivor> survivors)
    {
        var mode = new VerifiedMode();
        for (var from = 0; from < survivors.Count && from < MostSurvivors; from += GroupSize)
        {
            var group = survivors.Skip(from).Take(GroupSize).Where(survivor => mode.MayEnter(survivor, topN, Reach)).ToArray();
            if (group.Length == 0)
            {
                break;
            }

            var verified = new VerifiedSurvivor[group.Length];
            Parallel.For(0, group.Length, options, i => verified[i] = Run(group[i]));
            mode.Add(verified);
        }

        // Where the question fixes the load, its headroom ranks a configuration, so every one must be explored.
        var explored = loads.IsFixed ? mode.Kept : [.. mode.Kept.Take(topN)];
        Parallel.For(0, explored.Count, options, i => explored[i].Explore(levels));
        mode.Rank();
        return mode;
    }

    /// <summary>The row of a survivor that keeps the targets.</summary>
    public PlannedConfiguration Row(VerifiedSurvivor survivor) => survivor.Row(levels);

    /// <summary>What survivors that keep the targets at no load come nearest to.</summary>
    public IReadOnlyList<NearestMiss> Misses(VerifiedMode mode) =>
    [
        .. mode.Failed.Where(failed => failed.Miss is not null).Select(failed => new NearestMiss(
            failed.MissRow(levels), levels.WorstExcess(failed.Miss!.Run), levels.Relaxations(failed.Miss.Run))),
    ];

    /// <summary>The word under which a survivor that failed is counted.</summary>
    public string WhyFailed(VerifiedSurvivor failed) => failed.CannotFinish ? RejectionReasons.CannotFinish
        : failed.Miss is null ? RejectionReasons.RateNotReached
        : "simulated_" + levels.WorstKey(failed.Miss.Run) + RejectionReasons.ExceededSuffix;

    /// <summary>What 10 % more of a target, of KV cache or of the link would bring a survivor.</summary>
    public Binding Bind(VerifiedSurvivor survivor) => new BindingAnalysis(this, levels, loads).Of(survivor);

    /// <summary>A search over loads of a survivor, perhaps with more memory or a faster link than it has.</summary>
    public LoadSearch SearchOf(Survivor survivor, double kvFactor = 1, double linkFactor = 1) =>
        new(loads, survivor, load => Simulate(survivor, load, kvFactor, linkFactor));

    /// <summary>Tokens per second per GPU of the cluster that a run of one replica stands for.</summary>
    public double PerGpu(Survivor survivor, SimulationSummary run) => run.OutputTokensPerS * survivor.Planned.Replicas / totalGpus;

    private VerifiedSurvivor Run(Survivor survivor)
    {
        var search = SearchOf(survivor);
        try
        {
            return Run(survivor, search);
        }
        catch (SimulationStuckException)
        {
            return new VerifiedSurvivor(this, loads, survivor, search, null, null) { CannotFinish = true };
        }
    }

    private VerifiedSurvivor Run(Survivor survivor, LoadSearch search)
    {
        if (loads.Wanted(survivor) is not { } wanted)
        {
            return new VerifiedSurvivor(this, loads, survivor, search, null, null);
        }

        var operating = loads.IsFixed ? search.At(wanted) : search.Within(wanted, levels);
        return operating is not null && levels.AreMetBy(operating.Run)
            ? new VerifiedSurvivor(this, loads, survivor, search, operating, null)
            : new VerifiedSurvivor(this, loads, survivor, search, null, search.Known.First());
    }

    private SimulatedLoad Simulate(Survivor survivor, double load, double kvFactor, double linkFactor)
    {
        using var clients = loads.Requests(load, survivor);
        var topology = survivor.Topology(kvFactor, linkFactor);
        var statistics = new RunStatistics(levels.PerRequest(), clients.Measured, topology.WorkerCount);
        ServingSimulation.Run(topology, clients.Source, [statistics], options.CancellationToken);
        return new SimulatedLoad(load, statistics.Summary());
    }
}
