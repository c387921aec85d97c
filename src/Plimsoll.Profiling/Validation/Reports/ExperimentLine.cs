using Plimsoll.Model.Backends;
using Plimsoll.Profiling.Measurements;
using Plimsoll.Serving.Intervals;

namespace Plimsoll.Profiling.Validation.Reports;

/// <summary>One run of the report. Figures are under the names of <see cref="FigureNames"/>.</summary>
public sealed record ExperimentLine
{
    /// <summary>The run.</summary>
    public required string Id { get; init; }

    /// <summary>Its stage, or its mode in a table.</summary>
    public required string Stage { get; init; }

    /// <summary>The way of serving.</summary>
    public required string Mode { get; init; }

    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>The system.</summary>
    public required string System { get; init; }

    /// <summary>The engine.</summary>
    public required string Backend { get; init; }

    /// <summary>Its release as recorded.</summary>
    public required string? Version { get; init; }

    /// <summary>The workers.</summary>
    public required string Parallel { get; init; }

    /// <summary>The protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>Requests.</summary>
    public required int Requests { get; init; }

    /// <summary>Nominal prompt tokens.</summary>
    public required int Isl { get; init; }

    /// <summary>Nominal answer tokens.</summary>
    public required int Osl { get; init; }

    /// <summary>How far the source trusts its times to first token.</summary>
    public required string? TtftTrust { get; init; }

    /// <summary>What was measured.</summary>
    public required IReadOnlyDictionary<string, double> Measured { get; init; }

    /// <summary>What was predicted; null when refused.</summary>
    public required IReadOnlyDictionary<string, double>? Predicted { get; init; }

    /// <summary>Signed errors, percent of the measured value, also of figures that are not scored.</summary>
    public required IReadOnlyDictionary<string, double>? ErrorPct { get; init; }

    /// <summary>80 % intervals.</summary>
    public required IReadOnlyDictionary<string, PredictionInterval>? Intervals { get; init; }

    /// <summary>Figures that are not scored, with the reason.</summary>
    public required IReadOnlyDictionary<string, string> Unscored { get; init; }

    /// <summary>Where kernel times come from.</summary>
    public required string? Provenance { get; init; }

    /// <summary>What was corrected in the source's words.</summary>
    public required IReadOnlyList<string> Corrections { get; init; }

    /// <summary>What a reader must know of the forecast.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Why there is no forecast.</summary>
    public required string? Refusal { get; init; }

    /// <summary>The line of an outcome.</summary>
    public static ExperimentLine Of(ExperimentOutcome outcome)
    {
        var (run, forecast) = (outcome.Experiment, outcome.Offer.Forecast);
        return new ExperimentLine
        {
            Id = run.Id,
            Stage = run.Group,
            Mode = run.Topology.Mode,
            Model = run.Engine.Model,
            System = run.Engine.System,
            Backend = run.Engine.Backend.Name(),
            Version = run.Engine.Version,
            Parallel = run.Topology.ToString(),
            Protocol = run.Load.ToString(),
            Requests = run.Load.RequestCount,
            Isl = run.Load.Isl,
            Osl = run.Load.Osl,
            TtftTrust = run.TtftTrust,
            Measured = Named(figure => run.Measured.TryGetValue(figure, out var value) ? value : null),
            Predicted = forecast is null ? null : Named(figure => forecast.Figures.TryGetValue(figure, out var value) ? value : null),
            ErrorPct = forecast is null ? null : Named(outcome.ErrorPct),
            Intervals = forecast?.Intervals.OrderBy(item => item.Key).ToDictionary(
                item => item.Key.Name(), item => new PredictionInterval(Math.Round(item.Value.Low, 3), Math.Round(item.Value.High, 3)), StringComparer.Ordinal),
            Unscored = run.Unscored.OrderBy(item => item.Key).ToDictionary(item => item.Key.Name(), item => item.Value, StringComparer.Ordinal),
            Provenance = forecast?.Provenance.ToString().ToLowerInvariant(),
            Corrections = run.Corrections,
            Notes = forecast?.Notes ?? [],
            Refusal = outcome.Offer.Detail,
        };
    }

    private static Dictionary<string, double> Named(Func<Figure, double?> value)
    {
        var named = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var figure in FigureNames.All)
        {
            if (value(figure) is { } number)
            {
                named[figure.Name()] = Math.Round(number, 3);
            }
        }

        return named;
    }
}
