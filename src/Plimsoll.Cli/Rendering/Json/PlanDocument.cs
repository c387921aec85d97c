using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Plimsoll.Planning.Reports;

namespace Plimsoll.Cli.Rendering.Json;

/// <summary>The report as a JSON document, and the JSON Schema of such documents.</summary>
internal static class PlanDocument
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the report; the same report gives the same bytes.</summary>
    public static void Write(PlanReport report, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            JsonSerializer.Serialize(writer, report, PlanJson.Default.PlanReport);
        }

        WriteText(buffer, output);
    }

    /// <summary>Writes the JSON Schema that every report satisfies.</summary>
    public static void WriteSchema(TextWriter output)
    {
        var exporter = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true };
        var schema = PlanJson.Default.Options.GetJsonSchemaAsNode(typeof(PlanReport), exporter).AsObject();
        var document = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = PlanReport.CurrentSchema,
        };
        foreach (var (key, value) in schema)
        {
            document.Add(key, value?.DeepClone());
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            document.WriteTo(writer);
        }

        WriteText(buffer, output);
    }

    private static void WriteText(MemoryStream utf8, TextWriter output)
    {
        output.Write(Encoding.UTF8.GetString(utf8.GetBuffer(), 0, (int)utf8.Length));
        output.Write('\n');
    }
}
