using Plimsoll.Model.KernelTimes;
using Plimsoll.Serving.Intervals;
using Plimsoll.Serving.Statistics;

namespace Plimsoll.Cli.Simulating;

/// <summary>The answer of <c>simulate</c>: everything that an exporter shows. Immutable; exporters compute nothing.</summary>
internal sealed record SimulationReport
{
    /// <summary>Name and version of this document's shape.</summary>
    public string Schema { get; init; } = "plimsoll.simulation/1";

    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>The engine.</summary>
    public required string Backend { get; init; }

    /// <summary>Its release.</summary>
    public required string BackendVersion { get; init; }

    /// <summary>The workers.</summary>
    public required IReadOnlyList<SimulatedPool> Workers { get; init; }

    /// <summary>How requests are spread over them.</summary>
    public required string Routing { get; init; }

    /// <summary>What carries the KV cache; null when aggregated.</summary>
    public string? KvLink { get; init; }

    /// <summary>The load.</summary>
    public required SimulatedLoad Load { get; init; }

    /// <summary>What goodput counts against; null without targets.</summary>
    public LatencyTargetSet? Targets { get; init; }

    /// <summary>What happened.</summary>
    public required SimulationSummary Summary { get; init; }

    /// <summary>Where the measured mean time to first token falls with 80 % probability, ms; null when no measurements tell.</summary>
    public PredictionInterval? TtftInterval { get; init; }

    /// <summary>The same for the mean time per output token.</summary>
    public PredictionInterval? TpotInterval { get; init; }

    /// <summary>Answer tokens per second per GPU.</summary>
    public required double TokensPerSPerGpu { get; init; }

    /// <summary>Share of the requests that met every target; null without targets.</summary>
    public double? GoodShare { get; init; }

    /// <summary>The least certain source of a kernel time that matters.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>Relative one-sigma uncertainty of the step times.</summary>
    public required double Uncertainty { get; init; }

    /// <summary>What was assumed, substituted or has no effect, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>GPUs of all workers.</summary>
    public int Gpus => Workers.Sum(pool => pool.Gpus);

    /// <summary>The report of a finished run.</summary>
    public static SimulationReport Of(PreparedRun run, SimulationSummary summary)
    {
        var question = run.Question;
        var engine = (run.Topology.Workers ?? run.Topology.Prefill!).Engine;
        return new SimulationReport
        {
            Model = question.Request.Model,
            Backend = Plimsoll.Model.Backends.BackendKindNames.Name(question.Backend),
            BackendVersion = engine.Version.Version,
            Workers = run.Pools,
            Routing = System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(question.Routing.ToString()),
            KvLink = run.Topology.Transfer?.Link.ToString(),
            Load = SimulatedLoad.Of(question),
            Targets = question.Targets.HasAny ? question.Targets : null,
            Summary = summary,
            TtftInterval = Interval(PredictedQuantity.Ttft, summary.Ttft.Mean),
            TpotInterval = summary.Tpot is { } tpot ? Interval(PredictedQuantity.Tpot, tpot.Mean) : null,
            TokensPerSPerGpu = summary.OutputTokensPerS / run.Pools.Sum(pool => pool.Gpus),
            GoodShare = summary.GoodputPerS is { } good && summary.RequestsPerS > 0 ? good / summary.RequestsPerS : null,
            Provenance = run.Provenance,
            Uncertainty = run.Uncertainty,
            Notes = run.Notes,
        };

        PredictionInterval? Interval(PredictedQuantity quantity, double predicted) => ResidualTable.Shipped.Around(
            predicted, new ResidualClass(quantity, run.Topology.Workers is null, question.Backend, run.Provenance));
    }
}
