using System.Text.Json.Nodes;
using Plimsoll.Cli;
using Plimsoll.Cli.Rendering.Json;
using Plimsoll.Cli.Rendering.Text;
using Plimsoll.EndToEnd.Tests.Processes;
using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Atlas;
using Plimsoll.Testing;

namespace Plimsoll.EndToEnd.Tests.Verbs;

/// <summary><c>plimsoll atlas build</c> and <c>plimsoll atlas check</c>: what they print and refuse; fitting itself is tested with the model.</summary>
public sealed class AtlasVerbTests
{
    private static readonly AtlasCheckReport Report = new(
        [
            new AtlasCheckOperator("h200_sxm", BackendKind.Vllm, AtlasOperator.Gemm, 342171, 1.24, 6.99),
            new AtlasCheckOperator("l40s", BackendKind.Sglang, AtlasOperator.PrefillAttention, 88652, 4.5, 4.31),
            new AtlasCheckOperator("l40s", BackendKind.Sglang, AtlasOperator.Moe, 0, null, null),
        ],
        [
            new AtlasCheckRow("h200_sxm", new EngineVersion(BackendKind.Vllm, "0.24.0"), AtlasOperator.Gemm, "fp8_block", "0.24.0", 1000, 0.25, 1.24, 6.99, IsMissing: false),
            new AtlasCheckRow("l40s", new EngineVersion(BackendKind.Sglang, "0.5.14"), AtlasOperator.PrefillAttention, "bfloat16/bfloat16", "0.5.14", 88652, 0, 4.5, 4.31, IsMissing: false),
            new AtlasCheckRow("l40s", new EngineVersion(BackendKind.Sglang, "0.5.14"), AtlasOperator.Moe, "nvfp4", "0.5.14", 0, 1, null, null, IsMissing: true),
        ]);

    [Fact]
    public void The_console_page_lists_operators_and_what_misses_its_target()
    {
        using var output = new StringWriter { NewLine = "\n" };
        AtlasCheckPage.Write(Report, output);

        Golden.Match(output.ToString(), "atlas-check.txt");
    }

    [Fact]
    public void The_json_document_gives_percentages_and_null_without_rows()
    {
        using var output = new StringWriter { NewLine = "\n" };
        AtlasCheckDocument.Write(Report, output);
        var document = JsonNode.Parse(output.ToString())!;

        Assert.False(document["meets_targets"]!.GetValue<bool>());
        Assert.Equal(1.24, document["operators"]![0]!["median_abs_pct"]!.GetValue<double>());
        Assert.Null(document["operators"]![2]!["p90_abs_pct"]);
        Assert.True(document["rows"]![2]!["missing"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("atlas check", ExitCode.InvalidInput, "--systems-paths: is required")]
    [InlineData("atlas build", ExitCode.InvalidInput, "--systems-paths: is required")]
    [InlineData("atlas check --systems-paths nowhere", ExitCode.DataMissing, "'nowhere' does not exist")]
    [InlineData("atlas check --systems-paths nowhere --file broken", ExitCode.InvalidInput, "--file: broken: it is no atlas")]
    [InlineData("atlas build --systems-paths nowhere --file a", ExitCode.DataMissing, "'nowhere' does not exist")]
    [InlineData("atlas biuld", ExitCode.InvalidInput, "did you mean 'atlas build'?")]
    public void Wrong_input_is_refused_with_a_reason(string arguments, int exitCode, string reason)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "broken"), "this is not an atlas at all");
        var run = PlimsollProcess.Start(PlimsollProcess.Binary, arguments.Split(' '), folder.Path);

        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }
}
