using System.Text.Json.Nodes;
using Plimsoll.Cli;
using Plimsoll.Cli.Verbs;
using Plimsoll.EndToEnd.Tests.Processes;
using Plimsoll.EndToEnd.Tests.Rendering;
using Plimsoll.Model.Quantization;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;
using Plimsoll.Testing;

namespace Plimsoll.EndToEnd.Tests.Verbs;

/// <summary><c>plimsoll default</c> from its flags to what it prints and writes; the search itself is replaced.</summary>
public sealed class DefaultVerbTests
{
    private static readonly string[] Question = ["--model", "Qwen/Qwen3-32B", "--system", "h200_sxm", "--total-gpus", "8"];

    [Fact]
    public void Omitted_flags_mean_the_documented_defaults()
    {
        var plans = new FixedPlans();
        var run = Run(plans, Question);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Equivalent(new PlanRequest { Model = "Qwen/Qwen3-32B", System = "h200_sxm", TotalGpus = 8 }, plans.Asked, strict: true);
        Assert.Equal(Environment.ProcessorCount, plans.Threads);
    }

    [Fact]
    public void Every_flag_reaches_the_request()
    {
        var plans = new FixedPlans();
        var run = Run(plans, [
            "--model_path", "Qwen/Qwen3-32B", "--system", "h200_sxm", "--decode_system", "b200_sxm", "--total_gpus=16",
            "--isl", "1000", "--osl", "200", "--prefix", "300", "--ttft", "400.5", "--tpot", "1e1", "--request_latency", "9000",
            "--backend", "TRTLLM", "--backend_version", "1.0", "--serving-mode", "disagg",
            "--gemm-quant-mode", "fp8", "--moe-quant-mode", "nvfp4", "--kvcache-quant-mode", "fp8", "--fmha-quant-mode", "bfloat16", "--comm-quant-mode", "half",
            "--max-num-batched-tokens", "4096", "--max-num-seqs", "64", "--gpu-memory-utilization", "0.8", "--max-gpus-per-worker", "4",
            "--kv-link-gb-per-s", "25", "--kv-link-latency-ms", "0.5",
            "--systems-paths", "/a, /b,default", "--database-mode", "HYBRID", "--moe-distribution", "balanced", "--no-repair",
            "--top-n", "3", "--no-verify", "--threads", "2"]);

        Assert.Equal("", run.Error);
        Assert.Equal(2, plans.Threads);
        Assert.Equivalent(
            new PlanRequest
            {
                Model = "Qwen/Qwen3-32B",
                System = "h200_sxm",
                DecodeSystem = "b200_sxm",
                TotalGpus = 16,
                Isl = 1000,
                Osl = 200,
                Prefix = 300,
                TtftMs = 400.5,
                TpotMs = 10,
                RequestLatencyMs = 9000,
                Backend = "trtllm",
                BackendVersion = "1.0",
                ServingMode = ServingModeChoice.Disagg,
                Quantization = new QuantizationOverrides { Gemm = "fp8", Moe = "nvfp4", KvCache = "fp8", Fmha = "bfloat16", Comm = "half" },
                MaxBatchedTokens = 4096,
                MaxSequences = 64,
                MemoryFraction = 0.8,
                MaxGpusPerWorker = 4,
                KvLinkGbPerS = 25,
                KvLinkLatencyMs = 0.5,
                SystemsPaths = ["/a", "/b", "default"],
                DatabaseMode = DatabaseMode.Hybrid,
                MoeDistribution = "balanced",
                Repair = false,
                TopN = 3,
                Verify = false,
            },
            plans.Asked,
            strict: true);
    }

    [Fact]
    public void All_problems_are_reported_at_once_each_at_its_flag()
    {
        using var folder = new TemporaryFolder();
        var saveDir = Path.Combine(folder.Path, "results");
        var run = Run(new FixedPlans(), [
            "--model", "Qwem/Qwen3-32B", "--system", "h200_smx", "--total-gpus", "0", "--isl", "4k", "--backend", "vlm",
            "--kvcache-quant-mode", "fp9", "--ttf", "600", "--threads", "0", "--nextn-accepted", "1", "--save-dir", saveDir]);

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.False(Directory.Exists(saveDir));
        Assert.Equal(
            """
            error: --ttf: unknown flag (did you mean '--ttft'?)
            error: --nextn-accepted: is not supported (state how often each draft is accepted, with --nextn-accept-rates)
            error: --threads: 0 is not between 1 and 1024
            error: --isl: '4k' is not a whole number
            error: --total-gpus: 0 is not between 1 and 131072
            error: --backend: 'vlm' is none of auto, vllm, sglang, trtllm (did you mean 'vllm'?)
            error: --kvcache-quant-mode: 'fp9' is none of bfloat16, fp8, int8 (did you mean 'fp8'?)
            error: --model: 'Qwem/Qwen3-32B' is not known
            error: --system: 'h200_smx' is not a known system (did you mean 'h200_sxm'?)

            """.ReplaceLineEndings("\n"),
            run.Error);
    }

    [Fact]
    public void Data_that_cannot_be_had_end_with_exit_code_4_unless_something_is_wrong_too()
    {
        var missing = Run(new FixedPlans(), [.. Question, "--systems-paths", "nowhere"]);
        var both = Run(new FixedPlans(), [.. Question, "--systems-paths", "nowhere", "--isl", "0"]);

        Assert.Equal((ExitCode.DataMissing, "error: --systems-paths: 'nowhere' does not exist\n"), (missing.ExitCode, missing.Error));
        Assert.Equal(ExitCode.InvalidInput, both.ExitCode);
        Assert.Contains("--isl", both.Error, StringComparison.Ordinal);
        Assert.Contains("'nowhere' does not exist", both.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weights_do_not_fit", ExitCode.InvalidInput, "more GPUs")]
    [InlineData("kernel_data_missing", ExitCode.DataMissing, "tp1pp1: not there")]
    public void A_cluster_without_any_configuration_is_refused_with_the_reasons(string reason, int exitCode, string says)
    {
        var none = SampleReports.Missed with
        {
            Agg = SampleReports.Missed.Agg! with { NearestMisses = [], Pareto = [], Rejected = [new Rejection(reason, 4, "tp1pp1: not there")] },
        };
        var run = Run(new FixedPlans(none), Question);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Required_flags_that_are_missing_are_named()
    {
        var run = Run(new FixedPlans(), []);

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Contains("error: --model: is required", run.Error, StringComparison.Ordinal);
        Assert.Contains("error: --system: is required", run.Error, StringComparison.Ordinal);
        Assert.Contains("error: --total-gpus: is required", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unreadable_value_of_a_required_flag_is_one_problem()
    {
        var run = Run(new FixedPlans(), ["--model", "Qwen/Qwen3-32B", "--system", "h200_sxm", "--total-gpus", "eight"]);

        Assert.Equal("error: --total-gpus: 'eight' is not a whole number\n", run.Error);
    }

    [Fact]
    public void No_flag_of_the_peer_is_ignored_or_called_unknown()
    {
        string[] peer =
        [
            "--model-path", "--model", "--total-gpus", "--target-request-rate", "--target-concurrency", "--system", "--decode-system", "--backend",
            "--serving-mode", "--perf-db-version", "--backend-version", "--database-mode", "--transfer-policy", "--isl", "--osl", "--prefix", "--ttft",
            "--tpot", "--request-latency", "--strict-sla", "--inclusive-tpot", "--nextn", "--nextn-accepted", "--image-height", "--image-width",
            "--num-images", "--disable-encoder-dp", "--enable-epd", "--encoder-tp", "--encoder-system", "--encoder-latency-correction",
            "--enable-chunked-prefill", "--free-gpu-memory-fraction", "--max-seq-len", "--enable-wideep", "--moe-backend", "--afd-max-a-batch-size",
            "--afd-max-candidates", "--afd-candidate-overflow", "--save-dir", "--top-n", "--systems-paths", "--deployment-target",
            "--engine-step-backend", "--forward-model", "--generator-config", "--generator-set", "--generator-help", "--generator-help-backend",
            "--config-template-version", "--generated-config-version", "--dynamo-version", "--generator-dynamo-version", "--namespace", "--model-cache",
            "--transport", "--image-pull-secret", "--log-level", "--debug", "--no-color",
        ];

        Assert.All(peer, flag => Assert.DoesNotContain("unknown flag", Run(new FixedPlans(), [flag]).Error, StringComparison.Ordinal));
    }

    [Fact]
    public void Missed_targets_end_with_exit_code_3_and_the_nearest_miss()
    {
        var run = Run(new FixedPlans(SampleReports.Missed), Question);

        Assert.Equal(ExitCode.NothingMeetsTheTargets, run.ExitCode);
        Assert.Contains("Nearest misses", run.Output, StringComparison.Ordinal);
        Assert.Contains("nearest: agg tp4pp1 (vllm) at 300.00 tokens/s/gpu, if tpot_ms 16.67 -> 18.76 (+13 %)", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json", "{\n  \"schema\": \"plimsoll.plan/1\"")]
    [InlineData("csv", "mode,rank,backend,")]
    [InlineData("text", "****")]
    public void The_output_format_is_chosen(string format, string beginning)
    {
        Assert.StartsWith(beginning, Run(new FixedPlans(), [.. Question, "--output", format]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_plan_asks_the_same_question_and_saves_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var first = new FixedPlans();
        var run = Run(first, [.. Question, "--isl", "1000", "--kvcache-quant-mode", "fp8", "--backend-version", "1.10", "--backend", "vllm", "--save-dir", folder.Path]);
        var saved = Assert.Single(Directory.GetDirectories(folder.Path));

        var again = new FixedPlans();
        var rerun = Run(again, ["--request", Path.Combine(saved, "plan.yaml"), "--save-dir", folder.Path]);

        Assert.Equal((ExitCode.Done, ExitCode.Done), (run.ExitCode, rerun.ExitCode));
        Assert.Equivalent(first.Asked, again.Asked, strict: true);
        Assert.Equal(run.Output, rerun.Output);
        Assert.Equal($"plimsoll: saved {saved}\n", run.Error);
        Assert.Equal($"plimsoll: unchanged: {saved}\n", rerun.Error);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_saved_plan_is_never_overwritten_by_another_answer()
    {
        using var folder = new TemporaryFolder();
        Run(new FixedPlans(), [.. Question, "--save-dir", folder.Path]);
        var report = Directory.GetFiles(folder.Path, "report.json", SearchOption.AllDirectories).Single();
        var before = File.ReadAllText(report);

        var run = Run(new FixedPlans(SampleReports.Missed), [.. Question, "--save-dir", folder.Path]);

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Contains("--save-dir", run.Error, StringComparison.Ordinal);
        Assert.Contains("already holds another result", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(report));
    }

    [Fact]
    public void Two_questions_have_two_folders()
    {
        using var folder = new TemporaryFolder();
        Run(new FixedPlans(), [.. Question, "--save-dir", folder.Path]);
        Run(new FixedPlans(), [.. Question, "--prefix", "100", "--save-dir", folder.Path]);

        Assert.Equal(2, Directory.GetDirectories(folder.Path).Length);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_an_outside_failure()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");

        var run = Run(new FixedPlans(), [.. Question, "--save-dir", file]);

        Assert.Equal(ExitCode.OutsideFailed, run.ExitCode);
        Assert.Equal("", run.Output);
    }

    [Theory]
    [InlineData("agg:1")]
    [InlineData("disagg:1")]
    public void An_explained_configuration_shows_steps_operators_and_memory(string choice) =>
        Golden.Match(Run(new FixedPlans(), [.. Question, "--explain-candidate", choice]).Output, $"explain-{choice.Replace(':', '-')}.txt");

    [Fact]
    public void The_best_configuration_is_explained_by_default()
    {
        Assert.Equal(
            Run(new FixedPlans(), [.. Question, "--explain-candidate", "disagg:1"]).Output,
            Run(new FixedPlans(), [.. Question, "--explain"]).Output);
    }

    [Fact]
    public void The_nearest_miss_is_explained_when_nothing_meets_the_targets()
    {
        var run = Run(new FixedPlans(SampleReports.Missed), [.. Question, "--explain"]);

        Assert.Equal(ExitCode.NothingMeetsTheTargets, run.ExitCode);
        Assert.StartsWith("agg tp4pp1 on vllm 0.24.0", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_explanation_as_csv_has_one_line_for_each_operator() =>
        Golden.Match(Run(new FixedPlans(), [.. Question, "--explain", "--output", "csv"]).Output, "explain-disagg-1.csv");

    [Fact]
    public void The_operators_of_an_explained_step_add_up_to_it()
    {
        var document = JsonNode.Parse(Run(new FixedPlans(), [.. Question, "--explain", "--output", "json"]).Output)!;

        Assert.Equal("plimsoll.explanation/1", document["schema"]!.GetValue<string>());
        var steps = document["workers"]!.AsArray().SelectMany(worker => worker!["steps"]!.AsArray()).ToArray();
        Assert.NotEmpty(steps);
        Assert.All(steps, step => Assert.Equal(
            step!["ms"]!.GetValue<double>(),
            step["operators"]!.AsArray().Sum(item => item!["ms"]!.GetValue<double>()),
            tolerance: 1e-12));
    }

    [Theory]
    [InlineData("agg")]
    [InlineData("agg:0")]
    [InlineData("aggregated:1")]
    [InlineData("agg:9")]
    public void A_configuration_that_does_not_exist_cannot_be_explained(string choice)
    {
        var run = Run(new FixedPlans(), [.. Question, "--explain-candidate", choice]);

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Contains("--explain-candidate", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public void Deployment_files_obey_the_users_settings_and_have_a_folder_of_their_own()
    {
        using var folder = new TemporaryFolder();
        Run(new FixedPlans(), [.. Question, "--save-dir", folder.Path]);
        var run = Run(new FixedPlans(), [
            .. Question, "--save-dir", folder.Path, "--namespace", "team-a", "--model-cache", "models:/cache",
            "--generator-set", "Workers.agg.kv_cache_free_gpu_memory_fraction=0.85", "--generator-set", "Workers.agg.max_num_seqs=2048"]);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("plimsoll: agg: Workers.agg.kv_cache_free_gpu_memory_fraction=0.85 is --gpu-memory-utilization 0.85", run.Error, StringComparison.Ordinal);
        var manifests = Directory.GetFiles(folder.Path, "k8s_deploy.yaml", SearchOption.AllDirectories).Where(f => f.Replace('\\', '/').Contains("/agg/top1/agg/", StringComparison.Ordinal)).Select(File.ReadAllText).ToList();
        var set = Assert.Single(manifests, text => text.Contains("namespace: team-a", StringComparison.Ordinal));
        Assert.Equal(2, manifests.Count);
        Assert.Contains("\"0.85\"", set, StringComparison.Ordinal);
        Assert.Contains("\"2048\"", set, StringComparison.Ordinal);
        Assert.Contains("mountPoint: /cache", set, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("K8sConfig.k8s_namspace=a", "did you mean 'K8sConfig.k8s_namespace'?")]
    [InlineData("Workers.agg.max_num_sqs=5", "did you mean 'max_num_seqs'?")]
    [InlineData("Workers.agg.max_num_seqs=4", "contradicts the plan")]
    public void A_setting_that_cannot_be_obeyed_is_refused_and_nothing_is_written(string setting, string reason)
    {
        using var folder = new TemporaryFolder();
        var run = Run(new FixedPlans(), [.. Question, "--save-dir", folder.Path, "--generator-set", setting]);

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void The_help_is_kept_as_it_is()
    {
        Golden.Match(Run(new FixedPlans(), ["--help"]).Output, "default-help.txt");
    }

    private static CliRun Run(FixedPlans plans, string[] arguments) => new([new DefaultVerb(plans)], ["default", .. arguments]);
}
