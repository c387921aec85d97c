using System.Text.Json.Nodes;
using Plimsoll.Cli;
using Plimsoll.EndToEnd.Tests.Processes;

namespace Plimsoll.EndToEnd.Tests.Verbs;

/// <summary><c>plimsoll validate</c> as a process.</summary>
public sealed class ValidateTests
{
    private const string Requests = """
        {"id": 0, "t_ms": 0, "isl": 1024, "osl": 64, "ttft_ms": 30, "tpot_ms": 5, "e2e_ms": 345, "cached_tokens": 0}
        {"id": 1, "t_ms": 400, "isl": 512, "osl": 64, "ttft_ms": 20, "tpot_ms": 5, "e2e_ms": 335, "cached_tokens": 0}
        """;

    private static readonly string[] Described = ["--model", "meta-llama/Llama-3.1-8B", "--system", "h200_sxm", "--backend", "vllm"];

    [Fact]
    public void A_requests_file_is_predicted_and_compared()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "run.requests.jsonl");
        File.WriteAllText(file, Requests);

        var run = PlimsollProcess.Run(["validate", file, .. Described, "--output", "json"]);

        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        var report = JsonNode.Parse(run.Output)!;
        Assert.Equal("plimsoll.validation/1", report["schema"]!.GetValue<string>());
        Assert.Equal(1, report["summary"]!["predicted"]!.GetValue<int>());
        Assert.InRange(report["summary"]!["tpot_mean_median_ape"]!.GetValue<double>(), 0, 30);
        Assert.Null(report["summary"]!["ttft_p99_median_ape"]);
        Assert.InRange(report["experiments"]![0]!["predicted"]!["ttft_mean"]!.GetValue<double>(), 5, 100);
    }

    [Fact]
    public void The_result_does_not_depend_on_the_number_of_threads()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "run.requests.jsonl");
        File.WriteAllText(file, Requests);

        Assert.Equal(
            PlimsollProcess.Run(["validate", file, .. Described, "--output", "csv", "--threads", "1"]).Output,
            PlimsollProcess.Run(["validate", file, .. Described, "--output", "csv", "--threads", "2"]).Output);
    }

    [Fact]
    public void A_folder_that_is_no_run_is_refused_together_with_everything_else()
    {
        using var folder = new TemporaryFolder();

        var run = PlimsollProcess.Run("validate", folder.Path, "--worst", "-1", "--backend", "vlm", "--threds", "2");

        Assert.Equal((ExitCode.InvalidInput, ""), (run.ExitCode, run.Output));
        Assert.Contains($"{folder.Path}: is a folder without a run", run.Error, StringComparison.Ordinal);
        Assert.Contains("--worst: -1 is not between 0 and 10000", run.Error, StringComparison.Ordinal);
        Assert.Contains("--backend: 'vlm' is not one of", run.Error, StringComparison.Ordinal);
        Assert.Contains("--threds: unknown flag (did you mean '--threads'?)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_cannot_be_predicted_is_counted_with_its_reason()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "run.requests.jsonl");
        File.WriteAllText(file, Requests);

        var run = PlimsollProcess.Run("validate", file, "--model", "who/knows", "--system", "h200_sxm", "--backend", "vllm");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("model unknown, such as run.requests.jsonl: nothing is known of who/knows", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_verbs_are_helped()
    {
        Assert.Contains("--engine-args", PlimsollProcess.Run("validate", "--help").Output, StringComparison.Ordinal);
        Assert.Contains("--no-repair", PlimsollProcess.Run("validate", "steps", "--help").Output, StringComparison.Ordinal);
    }
}
