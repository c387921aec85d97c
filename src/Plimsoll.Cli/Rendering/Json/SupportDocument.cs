using System.Text.Json;
using Plimsoll.Model.Backends;
using Plimsoll.Planning.Support;

namespace Plimsoll.Cli.Rendering.Json;

/// <summary>The support matrix as a JSON document; what a cell does not have is null.</summary>
internal static class SupportDocument
{
    /// <summary>Writes counts and cells.</summary>
    public static void Write(IReadOnlyList<SupportCell> cells, TextWriter output) => JsonText.Write(output, writer =>
    {
        var summary = SupportSummary.Of(cells);
        writer.WriteStartObject();
        writer.WriteString("schema", "plimsoll.support/1");
        writer.WriteNumber("cells", summary.Cells);
        writer.WriteNumber("coverage", Math.Round(summary.Coverage, 4));
        writer.WriteStartObject("by_status");
        foreach (var status in Enum.GetValues<SupportStatus>())
        {
            writer.WriteNumber(SupportWords.Of(status), summary.Of(status));
        }

        writer.WriteEndObject();
        writer.WriteStartArray("matrix");
        foreach (var cell in cells)
        {
            Write(cell, writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void Write(SupportCell cell, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("model", cell.Model);
        writer.WriteString("architecture", cell.Architecture);
        writer.WriteString("system", cell.System);
        writer.WriteString("backend", cell.Engine.Backend.Name());
        writer.WriteString("version", cell.Engine.Version);
        writer.WriteString("mode", Words.Of(cell.Mode));
        writer.WriteString("status", SupportWords.Of(cell.Status));
        writer.WriteString("times", cell.Times is { } times ? SupportWords.Of(times) : null);
        WriteNumber(writer, "expected_error_pct", cell.ExpectedErrorPct);
        WriteNumber(writer, "gpus", cell.Gpus);
        writer.WriteString("layout", cell.Layout);
        writer.WriteString("reason", cell.Reason);
        writer.WriteEndObject();
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
