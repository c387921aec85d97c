using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Plimsoll.Planning.Reports;

namespace Plimsoll.Cli.Rendering.Json;

/// <summary>The report as a JSON document, and the JSON Schema of such documents.</summary>
internal static class PlanDocument
{
    /// <summary>Writes the report; the same report gives the same bytes.</summary>
    public static void Write(PlanReport report, TextWriter output) =>
        JsonText.Write(output, writer => JsonSerializer.Serialize(writer, report, PlanJson.Default.PlanReport));

    /// <summary>Writes the JSON Schema that every report satisfies.</summary>
    public static void WriteSchema(TextWriter output)
    {
        var exporter = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true };
        var schema = PlanJson.Default.Options.GetJsonSchemaAsNode(typeof(PlanReport), exporter).AsObject();
        schema["properties"]!["schema"]!["const"] = PlanReport.CurrentSchema;
        var document = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = PlanReport.CurrentSchema,
        };
        foreach (var (key, value) in schema)
        {
            document.Add(key, value?.DeepClone());
        }

        JsonText.Write(output, writer => document.WriteTo(writer));
    }
}
