using System.Text.Json.Nodes;
using Plimsoll.Cli;
using Plimsoll.EndToEnd.Tests.Processes;

namespace Plimsoll.EndToEnd.Tests.Plans;

/// <summary><c>plimsoll default</c> for request rates, recorded lengths and traces, as a process over the built-in atlas.</summary>
public sealed class RealLoadTests
{
    private static readonly string[] Question =
        ["default", "--model", "meta-llama/Llama-3.1-8B", "--system", "h200_sxm", "--total-gpus", "4", "--backend", "vllm", "--output", "json"];

    [Fact]
    public void Lengths_of_a_file_are_drawn_and_its_longest_request_must_fit()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "lengths.csv");
        File.WriteAllText(file, "isl,osl\n500,100\n1500,300\n1000,200\n");
        var report = Report("--lengths", file, "--request-rate", "8");

        Assert.Equal((1000, 200), ((int)report["request"]!["isl"]!, (int)report["request"]!["osl"]!));
        Assert.All(report["agg"]!["ranked"]!.AsArray(), row => Assert.StartsWith("poisson:", (string)row!["verified"]!["protocol"]!, StringComparison.Ordinal));
        Assert.All(report["agg"]!["ranked"]!.AsArray(), row => Assert.True((double)row!["verified"]!["highest_load"]!["load"]! >= 8));
    }

    [Fact]
    public void A_trace_is_carried_and_the_plan_says_at_what_speed_it_still_could_be()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "trace.csv");
        File.WriteAllLines(file, ["t,isl,osl", .. Enumerable.Range(0, 200).Select(i => $"{i * 50},{400 + (i % 7 * 150)},{50 + (i % 5 * 30)}")]);
        var best = Report("--trace", file)["agg"]!["ranked"]![0]!;

        Assert.Equal("trace_speed", (string)best["verified"]!["highest_load"]!["unit"]!);
        Assert.True((double)best["verified"]!["highest_load"]!["load"]! >= 1);
        Assert.Equal(200 / (int)best["replicas"]!, (int)best["verified"]!["requests"]!, tolerance: 1);
    }

    [Fact]
    public void A_saved_question_with_files_asks_the_same_again()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "lengths.csv");
        File.WriteAllText(file, "isl,osl\n800,120\n1200,80\n");
        string[] first = [.. Question, "--lengths", file, "--ttft-p99", "900", "--save-dir", folder.Path];
        var asked = PlimsollProcess.Run(first);
        Assert.Equal(ExitCode.Done, asked.ExitCode);
        var saved = Directory.GetFiles(folder.Path, "plan.yaml", SearchOption.AllDirectories).Single();

        var again = PlimsollProcess.Run("default", "--request", saved, "--output", "json");

        Assert.Equal(asked.Output, again.Output);
    }

    [Fact]
    public void A_plan_with_speculative_decoding_is_saved_without_deployment_files_that_would_lack_it()
    {
        using var folder = new TemporaryFolder();
        var run = PlimsollProcess.Run([.. Question, "--nextn", "1", "--nextn-accept-rates", "0.8", "--save-dir", folder.Path]);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("cannot set up speculative decoding yet", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path, "k8s_deploy.yaml", SearchOption.AllDirectories));
        Assert.Single(Directory.GetFiles(folder.Path, "report.json", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("isl,osl\n0,5\n", "lengths.csv:2")]
    [InlineData("isl,osl\n", "no requests")]
    public void A_broken_file_is_refused_with_its_place(string text, string named)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "lengths.csv");
        File.WriteAllText(file, text);
        var run = PlimsollProcess.Run([.. Question, "--lengths", file]);

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
    }

    private static JsonNode Report(params string[] flags)
    {
        var run = PlimsollProcess.Run([.. Question, .. flags]);
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        return JsonNode.Parse(run.Output)!;
    }
}
