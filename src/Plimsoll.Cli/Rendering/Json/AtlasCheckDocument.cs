using System.Text.Json;
using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Atlas;

namespace Plimsoll.Cli.Rendering.Json;

/// <summary>The result of <c>atlas check</c> as a JSON document; every <c>_pct</c> is in percent, no rows give null.</summary>
internal static class AtlasCheckDocument
{
    /// <summary>Writes the report.</summary>
    public static void Write(AtlasCheckReport report, TextWriter output) => JsonText.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("schema", "plimsoll.atlas-check/1");
        writer.WriteNumber("median_target_pct", AtlasCheck.MedianTargetPct);
        writer.WriteNumber("p90_target_pct", AtlasCheck.P90TargetPct);
        writer.WriteBoolean("meets_targets", report.MeetsTargets);
        writer.WriteStartArray("operators");
        foreach (var row in report.Operators)
        {
            writer.WriteStartObject();
            writer.WriteString("system", row.System);
            writer.WriteString("backend", row.Backend.Name());
            writer.WriteString("operator", Words.Of(row.Operator));
            WriteErrors(writer, row.Rows, row.MedianPct, row.P90Pct, row.MeetsTarget);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rows");
        foreach (var row in report.Rows)
        {
            writer.WriteStartObject();
            writer.WriteString("system", row.System);
            writer.WriteString("backend", row.Engine.Backend.Name());
            writer.WriteString("version", row.Engine.Version);
            writer.WriteString("operator", Words.Of(row.Operator));
            writer.WriteString("format", row.Format);
            writer.WriteString("measured_with", row.MeasuredWith);
            writer.WriteBoolean("missing", row.IsMissing);
            writer.WriteNumber("repaired_share", row.RepairedShare);
            WriteErrors(writer, row.Rows, row.MedianPct, row.P90Pct, row.MeetsTarget);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteErrors(Utf8JsonWriter writer, int rows, double? medianPct, double? p90Pct, bool meetsTarget)
    {
        writer.WriteNumber("compared", rows);
        WriteNumber(writer, "median_abs_pct", medianPct);
        WriteNumber(writer, "p90_abs_pct", p90Pct);
        writer.WriteBoolean("meets_target", meetsTarget);
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
