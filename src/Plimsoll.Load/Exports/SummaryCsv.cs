using System.Globalization;
using System.Text;
using Plimsoll.Load.Metrics;

namespace Plimsoll.Load.Exports;

/// <summary>Writes <c>profile_export_aiperf.csv</c>: metrics with percentiles, an empty line, single figures; each by name of its key.</summary>
internal static class SummaryCsv
{
    public static void Write(Stream output, RunMetrics metrics)
    {
        using var text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        text.WriteLine("Metric,avg,min,max,sum," + string.Join(',', Distribution.Percents.Select(percent => $"p{percent}")) + ",std");
        foreach (var metric in metrics.All.Where(metric => metric.Values is not null).OrderBy(metric => metric.Tag, StringComparer.Ordinal))
        {
            var values = metric.Values!;
            double?[] cells = [values.Average, values.Minimum, values.Maximum, values.Sum, .. values.Percentiles, values.StandardDeviation];
            text.WriteLine($"{Name(metric)},{string.Join(',', cells.Select(Cell))}");
        }

        text.WriteLine();
        text.WriteLine("Metric,Value");
        foreach (var metric in metrics.All.Where(metric => metric.Value is not null).OrderBy(metric => metric.Tag, StringComparer.Ordinal))
        {
            text.WriteLine($"{Name(metric)},{Cell(metric.Value)}");
        }
    }

    private static string Name(RunMetric metric) => metric.Unit is "requests" or "count" ? metric.Header : $"{metric.Header} ({metric.Unit})";

    private static string Cell(double? value) => value is { } number ? number.ToString("F2", CultureInfo.InvariantCulture) : "";
}
