using System.Text.Json.Nodes;
using NJsonSchema;
using Plimsoll.Cli;
using Plimsoll.EndToEnd.Tests.Processes;
using Plimsoll.Testing;

namespace Plimsoll.EndToEnd.Tests.Plans;

/// <summary><c>plimsoll default</c> as a process, over the built-in atlas and over the public measured tables.</summary>
public sealed class RealPlanTests
{
    private static readonly string[] Question =
        ["--model", "Qwen/Qwen3-32B-FP8", "--system", "h200_sxm", "--total-gpus", "8", "--isl", "4000", "--osl", "500", "--ttft", "600", "--tpot", "16.67"];

    private static readonly string[] MoeQuestion =
        ["--model", "Qwen/Qwen3-235B-A22B", "--system", "h200_sxm", "--total-gpus", "16", "--backend", "trtllm", "--tpot", "50"];

    private static readonly string[] MissedQuestion =
        ["--model", "Qwen/Qwen3-32B-FP8", "--system", "h200_sxm", "--total-gpus", "8", "--tpot", "1", "--backend", "vllm", "--output", "json"];

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void The_same_question_gives_the_same_bytes_on_one_and_two_threads_and_again(bool moe, bool tables)
    {
        string[] question = [.. moe ? MoeQuestion : Question, "--output", "json", .. Times(tables)];
        var one = Plan([.. question, "--threads", "1"]);
        var two = Plan([.. question, "--threads", "2"]);
        var again = Plan([.. question, "--threads", "2"]);

        Assert.Equal((ExitCode.Done, ""), (one.ExitCode, one.Error));
        Assert.Equal(one.Output, two.Output);
        Assert.Equal(two.Output, again.Output);
    }

    [Fact]
    public async Task A_real_report_satisfies_the_printed_schema()
    {
        var schema = await JsonSchema.FromJsonAsync(PlimsollProcess.Run("schema", "report").Output, TestContext.Current.CancellationToken);

        Assert.Empty(schema.Validate(Plan([.. Question, "--output", "json"]).Output));
        Assert.Empty(schema.Validate(Plan(MissedQuestion).Output));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_ranked_configuration_meets_the_targets_and_obeys_Littles_law(bool tables)
    {
        var report = JsonNode.Parse(Plan([.. Question, "--output", "json", .. Times(tables)]).Output)!;

        Assert.Contains(report["chosen"]!.GetValue<string>(), new[] { "agg", "disagg" });
        foreach (var mode in new[] { "agg", "disagg" })
        {
            var ranked = report[mode]!["ranked"]!.AsArray();
            Assert.NotEmpty(ranked);
            Assert.All(ranked, row =>
            {
                Assert.True(Number(row, "ttft_ms") <= 600);
                Assert.True(Number(row, "tpot_ms") <= 16.67);
                Assert.True(Number(row, "gpus_used") <= 8);
                Assert.Equal(
                    Number(row, "concurrency"),
                    Number(row, "requests_per_s_cluster") * Number(row, "request_latency_ms") / 1000,
                    tolerance: 1e-6 * Number(row, "concurrency"));
            });
            var verified = ranked.Select(row => row!["verified"]!).ToArray();
            Assert.All(verified, run => Assert.True(Number(run["ttft_ms"], "mean") <= 600 && Number(run["tpot_ms"], "mean") <= 16.67));
            Assert.Equal(verified.Select(run => Number(run, "tokens_per_s_per_gpu")).OrderDescending(), verified.Select(run => Number(run, "tokens_per_s_per_gpu")));
            var rejected = report[mode]!["rejected"]!.AsArray().Sum(reason => Number(reason, "count"));
            Assert.Equal(Number(report[mode], "candidates"), Number(report[mode], "kept") + rejected);
        }
    }

    [Theory]
    [InlineData("a30")]
    [InlineData("b300_sxm")]
    [InlineData("b60")]
    [InlineData("rtx_pro_6000_server")]
    public void A_system_without_any_measurement_is_planned_with_transferred_times_and_says_so(string system)
    {
        var run = Plan(["--model", "Qwen/Qwen3-8B", "--system", system, "--total-gpus", "4", "--ttft", "5000", "--tpot", "100", "--output", "json"]);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains($"on {system}: they are transferred from other systems", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"transferred\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_plan_asks_again_and_gives_the_same_files()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (Path.Combine(folder.Path, "first"), Path.Combine(folder.Path, "second"));
        Assert.Equal(ExitCode.Done, Plan([.. Question, "--backend", "vllm", "--save-dir", first]).ExitCode);
        var saved = Assert.Single(Directory.GetDirectories(first));

        Assert.Equal(ExitCode.Done, PlimsollProcess.Run("default", "--request", Path.Combine(saved, "plan.yaml"), "--save-dir", second).ExitCode);

        var again = Path.Combine(second, Path.GetFileName(saved));
        string[] kept = ["agg/best_config_topn.csv", "agg/pareto.csv", "disagg/best_config_topn.csv", "disagg/pareto.csv", "pareto_frontier.png", "pareto_frontier.svg", "plan.yaml", "report.json"];
        string[] deployed = ["agg/top1/agg/README.md", "agg/top1/agg/agg_config.yaml", "agg/top1/agg/k8s_deploy.yaml", "disagg/top1/disagg/decode_config.yaml", "disagg/top1/disagg/k8s_deploy.yaml", "disagg/top1/disagg/prefill_config.yaml", "disagg/top1/disagg/run_0.sh"];
        var files = Directory.GetFiles(saved, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(saved, f).Replace('\\', '/')).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(kept, files.Where(file => !file.Contains("/top", StringComparison.Ordinal)));
        Assert.Subset(files.ToHashSet(), deployed.ToHashSet());
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(saved, file)), File.ReadAllBytes(Path.Combine(again, file))));
    }

    [Fact]
    public void Targets_that_nothing_meets_end_with_exit_code_3_and_say_what_to_relax()
    {
        var run = Plan(MissedQuestion);

        Assert.Equal(ExitCode.NothingMeetsTheTargets, run.ExitCode);
        var report = JsonNode.Parse(run.Output)!;
        Assert.Null(report["chosen"]);
        Assert.Empty(report["agg"]!["ranked"]!.AsArray());
        var nearest = report["agg"]!["nearest_misses"]![0]!;
        Assert.True(Number(nearest, "worst_excess") > 0);
        Assert.Equal("tpot_ms", nearest["relax"]![0]!["target"]!.GetValue<string>());
    }

    [Fact]
    public void A_relaxed_target_admits_the_nearest_miss()
    {
        var missed = JsonNode.Parse(Plan(MissedQuestion).Output)!;
        var needed = missed["agg"]!["nearest_misses"]![0]!["relax"]![0]!["needed_ms"]!.ToJsonString();

        Assert.Equal(ExitCode.Done, Plan([.. MissedQuestion.Select(word => word == "1" ? needed : word)]).ExitCode);
    }

    [Fact]
    public void The_operators_of_the_explained_best_configuration_add_up()
    {
        var document = JsonNode.Parse(Plan([.. Question, "--backend", "vllm", "--explain", "--output", "json"]).Output)!;

        var steps = document["workers"]!.AsArray().SelectMany(worker => worker!["steps"]!.AsArray()).ToArray();
        Assert.NotEmpty(steps);
        Assert.All(steps, step => Assert.Equal(Number(step, "ms"), step!["operators"]!.AsArray().Sum(item => Number(item, "ms")), tolerance: 1e-9 * Number(step, "ms")));
    }

    [Fact]
    public void The_atlas_stands_behind_the_tables_and_answers_alone()
    {
        Assert.Equal(Plan([.. Question, "--output", "csv"]).Output, Plan([.. Question, "--output", "csv", "--systems-paths", "default"]).Output);
        Assert.Equal(ExitCode.Done, Plan([.. Question, "--systems-paths", $"{SharedData.Require("aic-systems")},default"]).ExitCode);
    }

    [Fact]
    public void A_release_without_data_is_answered_by_the_nearest_and_a_note_says_so()
    {
        var run = Plan([.. Question, "--backend", "vllm", "--backend-version", "0.12.0"]);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("vllm 0.12.0", run.Output[run.Output.IndexOf("Notes:", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void Two_kinds_of_gpu_are_planned_together()
    {
        var run = Plan(["--model", "Qwen/Qwen3-32B", "--system", "h100_sxm", "--decode-system", "h200_sxm", "--total-gpus", "8", "--backend", "trtllm", "--output", "json"]);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        var best = JsonNode.Parse(run.Output)!["disagg"]!["ranked"]![0]!;
        Assert.Equal(("h100_sxm", "h200_sxm"), (best["prefill"]!["system"]!.GetValue<string>(), best["decode"]!["system"]!.GetValue<string>()));
    }

    private static double Number(JsonNode? node, string key) => node![key]!.GetValue<double>();

    private static string[] Times(bool tables) => tables ? ["--systems-paths", SharedData.Require("aic-systems")] : [];

    private static ProcessResult Plan(string[] arguments) => PlimsollProcess.Run(["default", .. arguments]);
}
