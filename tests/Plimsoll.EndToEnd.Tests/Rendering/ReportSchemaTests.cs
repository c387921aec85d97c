using System.Text.Json.Nodes;
using NJsonSchema;
using Plimsoll.Cli.Rendering.Json;
using Plimsoll.EndToEnd.Tests.Processes;
using Plimsoll.Planning.Reports;

namespace Plimsoll.EndToEnd.Tests.Rendering;

/// <summary>The JSON Schema that the tool prints, and the reports that it writes.</summary>
public sealed class ReportSchemaTests
{
    [Fact]
    public async Task Every_sample_report_satisfies_the_schema()
    {
        var schema = await Schema();

        Assert.Empty(schema.Validate(Json(SampleReports.Met)));
        Assert.Empty(schema.Validate(Json(SampleReports.Missed)));
    }

    [Theory]
    [InlineData("request")]
    [InlineData("targets_met")]
    [InlineData("backends")]
    public async Task A_report_without_a_required_part_breaks_the_schema(string part)
    {
        var document = JsonNode.Parse(Json(SampleReports.Met))!.AsObject();
        document.Remove(part);

        Assert.NotEmpty((await Schema()).Validate(document.ToJsonString()));
    }

    [Fact]
    public async Task A_figure_that_is_text_breaks_the_schema()
    {
        var document = JsonNode.Parse(Json(SampleReports.Met))!;
        document["agg"]!["ranked"]![0]!["ttft_ms"] = "fast";

        Assert.NotEmpty((await Schema()).Validate(document.ToJsonString()));
    }

    private static async Task<JsonSchema> Schema()
    {
        var printed = PlimsollProcess.Run("schema", "report");
        Assert.Equal(0, printed.ExitCode);
        return await JsonSchema.FromJsonAsync(printed.Output, TestContext.Current.CancellationToken);
    }

    private static string Json(PlanReport report)
    {
        using var output = new StringWriter();
        PlanDocument.Write(report, output);
        return output.ToString();
    }
}
