using System.Text.Json;
using Plimsoll.Model.Backends;

namespace Plimsoll.Serving.Intervals;

/// <summary>
/// 80 % intervals of predictions, from the residuals of their class. Quantiles, not standard deviations: the errors are heavy tailed and
/// skewed.
/// </summary>
/// <remarks>
/// A class with few measurements of its own is answered by a wider one: all sources of the backend, then all backends of the mode, then
/// everything that is known of the quantity. Runs whose launch and requests are recorded have classes of their own: most of what is
/// uncertain about the others is what was run.
/// </remarks>
public sealed class ResidualTable
{
    /// <summary>How the keys of recorded runs begin.</summary>
    public const string RecordedPrefix = "recorded/";

    private const string Resource = "Plimsoll.Serving.Intervals.residuals.json";
    private static readonly Lazy<ResidualTable> Embedded = new(Load);

    private readonly Dictionary<string, ResidualQuantiles> _classes;

    /// <summary>A table of quantiles by the keys of <see cref="Keys"/>.</summary>
    public ResidualTable(IReadOnlyDictionary<string, ResidualQuantiles> classes) =>
        _classes = new Dictionary<string, ResidualQuantiles>(classes, StringComparer.Ordinal);

    /// <summary>The table that ships: fitted to public measurements, none of which it contains.</summary>
    public static ResidualTable Shipped => Embedded.Value;

    /// <summary>The quantiles by key.</summary>
    public IReadOnlyDictionary<string, ResidualQuantiles> Classes => _classes;

    /// <summary>Reads a table as it is embedded.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="KeyNotFoundException">A class lacks a field.</exception>
    public static ResidualTable Read(Stream stream)
    {
        using var document = JsonDocument.Parse(stream);
        var classes = new Dictionary<string, ResidualQuantiles>(StringComparer.Ordinal);
        foreach (var item in document.RootElement.GetProperty("classes").EnumerateObject())
        {
            classes[item.Name] = new ResidualQuantiles(
                item.Value.GetProperty("low").GetDouble(), item.Value.GetProperty("high").GetDouble(), item.Value.GetProperty("rows").GetInt32());
        }

        return new ResidualTable(classes);
    }

    /// <summary>The keys of a class, narrowest first.</summary>
    public static IReadOnlyList<string> Keys(ResidualClass residuals)
    {
        var quantity = residuals.Quantity == PredictedQuantity.Ttft ? "ttft" : "tpot";
        var mode = residuals.Disaggregated ? "disagg" : "agg";
        var backend = residuals.Backend.Name();
        string[] wider =
        [
            $"{quantity}/{mode}/{backend}/{residuals.Source.ToString().ToLowerInvariant()}",
            $"{quantity}/{mode}/{backend}",
            $"{quantity}/{mode}",
            quantity,
        ];
        return residuals.Recorded ? [$"{RecordedPrefix}{quantity}/{mode}/{backend}", $"{RecordedPrefix}{quantity}/{backend}", .. wider] : wider;
    }

    /// <summary>The interval of a prediction; null when nothing is known of its quantity.</summary>
    public PredictionInterval? Around(double predicted, ResidualClass residuals)
    {
        foreach (var key in Keys(residuals))
        {
            if (_classes.TryGetValue(key, out var quantiles))
            {
                return quantiles.Around(predicted);
            }
        }

        return null;
    }

    private static ResidualTable Load()
    {
        using var stream = typeof(ResidualTable).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException("the table of residuals is missing from the build");
        return Read(stream);
    }
}
