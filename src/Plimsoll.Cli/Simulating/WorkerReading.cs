using Plimsoll.Cli.Arguments;
using Plimsoll.Model.Parallelism;
using Plimsoll.Serving.Simulation;

namespace Plimsoll.Cli.Simulating;

/// <summary>Reads which workers are simulated; problems go to <see cref="GivenFlags.Errors"/>.</summary>
internal sealed class WorkerReading(GivenFlags given, bool isMoe)
{
    private const int MostWorkers = 10_000;

    /// <summary>The workers that the flags give, else those of the plan; null with problems added when they are none.</summary>
    public WorkerChoice? Read(PlannedChoice? plan)
    {
        var agg = Layout(SimulateFlags.Parallel);
        var (prefill, decode) = (Layout(SimulateFlags.Prefill), Layout(SimulateFlags.Decode));
        var anyDisagg = given.Switch(SimulateFlags.Prefill) || given.Switch(SimulateFlags.Decode);
        if (given.Switch(SimulateFlags.Parallel) && anyDisagg)
        {
            given.Refuse(SimulateFlags.Parallel, "is for aggregated workers; --prefill and --decode are given too", "give either");
            return null;
        }

        if (anyDisagg)
        {
            WithoutEffect(SimulateFlags.Workers, "the workers are disaggregated");
            var workers = (Count(SimulateFlags.PrefillWorkers), Count(SimulateFlags.DecodeWorkers));
            Require(SimulateFlags.Prefill, "disaggregated serving needs prefill workers too");
            Require(SimulateFlags.Decode, "disaggregated serving needs decode workers too");
            return prefill is { } p && decode is { } d ? new WorkerChoice(null, new WorkerPool(p, workers.Item1 ?? 1), new WorkerPool(d, workers.Item2 ?? 1)) : null;
        }

        return given.Switch(SimulateFlags.Parallel) || plan is null ? Aggregated(agg) : Planned(WorkerChoice.Of(plan.Configuration));
    }

    /// <summary>How requests are spread.</summary>
    public RoutingPolicy Routing() => given.Text(SimulateFlags.Routing) switch
    {
        "least-loaded" => RoutingPolicy.LeastLoaded,
        "kv-aware" => RoutingPolicy.KvAware,
        _ => RoutingPolicy.RoundRobin,
    };

    private WorkerChoice? Aggregated(ParallelLayout? layout)
    {
        var workers = Count(SimulateFlags.Workers);
        WithoutEffect(SimulateFlags.PrefillWorkers, "the workers are aggregated");
        WithoutEffect(SimulateFlags.DecodeWorkers, "the workers are aggregated");
        Require(SimulateFlags.Parallel, "say which workers are simulated: --parallel tp1, or --prefill tp1 --decode tp1, or --plan report.json");
        return layout is { } known ? new WorkerChoice(new WorkerPool(known, workers ?? 1), null, null) : null;
    }

    private WorkerChoice Planned(WorkerChoice plan)
    {
        var (agg, prefill, decode) = (Count(SimulateFlags.Workers), Count(SimulateFlags.PrefillWorkers), Count(SimulateFlags.DecodeWorkers));
        if (plan.Aggregated is { } pool)
        {
            WithoutEffect(SimulateFlags.PrefillWorkers, "the planned workers are aggregated");
            WithoutEffect(SimulateFlags.DecodeWorkers, "the planned workers are aggregated");
            return plan with { Aggregated = pool with { Workers = agg ?? pool.Workers } };
        }

        WithoutEffect(SimulateFlags.Workers, "the planned workers are disaggregated");
        var (p, d) = (plan.Prefill!.Value, plan.Decode!.Value);
        return plan with { Prefill = p with { Workers = prefill ?? p.Workers }, Decode = d with { Workers = decode ?? d.Workers } };
    }

    private ParallelLayout? Layout(Flag flag) => given.Value(flag) is { } value ? LayoutText.Parse(value.Text, isMoe, flag.Name, given.Errors) : null;

    private int? Count(Flag flag)
    {
        var count = given.Integer(flag);
        if (count is < 1 or > MostWorkers)
        {
            given.Refuse(flag, $"{count} is not between 1 and {MostWorkers}");
            return null;
        }

        return count;
    }

    private void WithoutEffect(Flag flag, string reason)
    {
        if (given.Switch(flag))
        {
            given.Refuse(flag, $"has no effect: {reason}", "leave it out");
        }
    }

    private void Require(Flag flag, string hint)
    {
        if (!given.Switch(flag))
        {
            given.Refuse(flag, "is required", hint);
        }
    }
}
