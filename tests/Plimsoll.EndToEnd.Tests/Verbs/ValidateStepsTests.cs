using System.Text.Json.Nodes;
using Plimsoll.Cli;
using Plimsoll.Cli.Rendering.Text;
using Plimsoll.EndToEnd.Tests.Processes;
using Plimsoll.Profiling.StepValidation;
using Plimsoll.Testing;

namespace Plimsoll.EndToEnd.Tests.Verbs;

/// <summary><c>plimsoll validate steps</c> as a process.</summary>
public sealed class ValidateStepsTests
{
    [Fact]
    public void The_rows_of_one_model_are_priced_and_compared()
    {
        var run = PlimsollProcess.Run(
            "validate", "steps", SharedData.Require("oracles/aic/static/steps.csv"), "--systems-paths", SharedData.Require("aic-systems"),
            "--models", "Qwen/Qwen3-0.6B", "--output", "json");

        Assert.Equal("", run.Error);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        var report = JsonNode.Parse(run.Output)!;
        Assert.Equal(1, report["coverage"]!.GetValue<double>());
        Assert.InRange(report["rows"]!.GetValue<int>(), 1, 1000);
        Assert.InRange(report["latency"]!["median_abs_pct"]!.GetValue<double>(), 0, 3);
        Assert.Null(report["repaired"]!["median_abs_pct"]);
    }

    [Fact]
    public void All_problems_are_reported_at_once()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "steps.csv");
        File.WriteAllText(file, "phase,model,system\nctx,m,s\n");
        var nowhere = Path.Combine(folder.Path, "nowhere");

        var run = PlimsollProcess.Run("validate", "steps", file, "--systems-paths", $"{nowhere},{folder.Path}", "--output", "xml", "--modles", "x");

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains("--modles: unknown flag (did you mean '--models'?)", run.Error, StringComparison.Ordinal);
        Assert.Contains("--output: 'xml' is not one of text, json", run.Error, StringComparison.Ordinal);
        Assert.Contains($"'{nowhere}' does not exist", run.Error, StringComparison.Ordinal);
        Assert.Contains($"'{folder.Path}' holds no systems folder", run.Error, StringComparison.Ordinal);
        Assert.Contains("has no column 'backend'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var run = PlimsollProcess.Run("validate", "steps");

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Contains("FILE: is missing", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_console_page_shows_groups_refusals_and_the_worst_rows()
    {
        var summary = new StepSummary
        {
            Evaluable = 1200,
            Priced = 1190,
            Coverage = 0.991667,
            Latency = new ErrorStatistics(1000, 0.65, 4.29, 7.222, -0.14),
            Repaired = new ErrorStatistics(190, 23.37, 40, 41, 20),
            Weights = new ErrorStatistics(0, null, null, null, null),
        };
        var groups = new SortedDictionary<string, StepSummary>(StringComparer.Ordinal) { ["llama"] = summary };
        var report = new StepReport
        {
            Rows = 4458,
            PeerErrors = 78,
            Unsupported = 1389,
            Evaluable = summary.Evaluable,
            Priced = summary.Priced,
            Coverage = summary.Coverage,
            Refused = [new RefusalCount("no kernel times of fp8_block", 10)],
            Latency = summary.Latency,
            Repaired = summary.Repaired,
            Weights = summary.Weights,
            By = new StepGroups(groups, groups, groups, groups),
            KnownDifferences = groups,
            Worst = [new StepDeviation(7, "m h200_sxm vllm 0.24.0 tp1pp1 ctx batch 1 seq 128 prefix 0", 10, 12.5, 25)],
        };

        using var output = new StringWriter { NewLine = "\n" };
        StepReportPage.Write(report, output);

        Golden.Match(output.ToString(), "validate-steps.txt");
    }
}
