using System.Globalization;
using Plimsoll.Load.Records;

namespace Plimsoll.Load.Metrics;

/// <summary>Targets that a good request meets, all of them.</summary>
/// <param name="Targets">Metrics with their bounds, in the unit that is shown.</param>
public sealed record Goodput(IReadOnlyList<(RecordMetric Metric, double Bound)> Targets)
{
    /// <summary>Whether a request is good: it succeeded and no figure that it has misses its bound. A single token has no ITL to miss one.</summary>
    public bool IsGood(RequestRecord record) =>
        record.Succeeded && Targets.All(target => target.Metric.Value(record) is not { } value
            || (target.Metric.MoreIsBetter ? value >= target.Bound : value <= target.Bound));

    /// <summary>Reads <c>tag:bound tag:bound</c>.</summary>
    /// <exception cref="FormatException">A tag is unknown or a bound is no number above 0.</exception>
    public static Goodput Read(string text)
    {
        var targets = new List<(RecordMetric, double)>();
        foreach (var item in text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = item.IndexOf(':', StringComparison.Ordinal);
            var tag = colon < 0 ? item : item[..colon];
            var metric = RecordMetric.Find(tag) ?? throw new FormatException($"'{tag}' is not a metric");
            if (colon < 0 || !double.TryParse(item.AsSpan(colon + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var bound) || !(bound > 0) || !double.IsFinite(bound))
            {
                throw new FormatException($"'{item}' is not metric:bound with a number above 0");
            }

            targets.Add((metric, bound));
        }

        return targets.Count > 0 ? new Goodput(targets) : throw new FormatException("it names no metric");
    }
}
