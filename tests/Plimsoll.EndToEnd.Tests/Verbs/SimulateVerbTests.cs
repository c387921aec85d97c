using System.Text.Json.Nodes;
using Plimsoll.Cli;
using Plimsoll.Cli.Composition;
using Plimsoll.Cli.Verbs;
using Plimsoll.EndToEnd.Tests.Processes;

namespace Plimsoll.EndToEnd.Tests.Verbs;

/// <summary><c>plimsoll simulate</c> over the built-in atlas.</summary>
public sealed class SimulateVerbTests
{
    private static readonly string[] Llama = ["simulate", "--model", "meta-llama/Llama-3.1-8B", "--system", "h200_sxm", "--backend", "vllm"];
    private static readonly string[] OneWorker = [.. Llama, "--parallel", "tp1"];

    [Fact]
    public void A_closed_loop_keeps_its_clients_in_flight_and_obeys_littles_law()
    {
        var report = Report("--protocol", "closed:16", "--isl", "1024", "--osl", "128", "--ttft", "1000");
        var summary = report["summary"]!;
        var inFlight = Number(summary, "requests_per_s") * Number(summary["latency"]!, "mean") / 1000;

        Assert.Equal(160, Number(summary, "requests"));
        Assert.Equal(160 * 127, Number(summary["itl"]!, "count"));
        Assert.InRange(inFlight, 15, 16.001);
        Assert.InRange(Number(report, "good_share"), 0.5, 1);
    }

    [Fact]
    public void A_steady_load_has_no_burst_at_its_start()
    {
        var closed = Report("--protocol", "closed:32", "--isl", "1024", "--osl", "256");
        var steady = Report("--protocol", "steady:32", "--isl", "1024", "--osl", "256");

        Assert.Equal(320, Number(steady["summary"]!, "requests"));
        Assert.True(Number(steady["summary"]!["ttft"]!, "maximum") < Number(closed["summary"]!["ttft"]!, "maximum"));
    }

    [Fact]
    public void Two_runs_print_the_same_bytes_and_another_seed_others()
    {
        string[] load = ["--protocol", "gamma:10,2", "--isl", "lognormal:800,0.5", "--osl", "normal:100,20", "--requests", "200", "--output", "json"];
        var first = PlimsollProcess.Run([.. OneWorker, .. load, "--seed", "7"]);
        var second = PlimsollProcess.Run([.. OneWorker, .. load, "--seed", "7"]);

        Assert.Equal("", first.Error);
        Assert.Equal(first.Output, second.Output);
        Assert.NotEqual(first.Output, PlimsollProcess.Run([.. OneWorker, .. load, "--seed", "8"]).Output);
    }

    [Fact]
    public void A_shared_prefix_and_repeated_turns_are_found_in_the_cache()
    {
        var shared = Report("--protocol", "poisson:5", "--requests", "100", "--isl", "1024", "--osl", "64", "--shared-prefix", "512");
        var turns = Report("--protocol", "closed:4", "--requests", "80", "--isl", "512", "--osl", "64", "--turns", "4", "--think-time", "200");
        var off = Report("--protocol", "poisson:5", "--requests", "100", "--isl", "1024", "--osl", "64", "--shared-prefix", "512", "--engine-args", "--no-enable-prefix-caching");

        Assert.InRange(Number(shared["summary"]!, "prefix_hit_share"), 0.48, 0.5);
        Assert.InRange(Number(turns["summary"]!, "prefix_hit_share"), 0.4, 0.75);
        Assert.Equal(0, Number(off["summary"]!, "prefix_hit_share"));
    }

    [Fact]
    public void Launch_flags_reach_the_engine_and_flags_without_effect_are_noted()
    {
        var report = Report(
            "--protocol", "closed:64", "--isl", "1024", "--osl", "512",
            "--engine-args", "--gpu-memory-utilization 0.17 --max-model-len 8192 --max-num-batched-tokens 2048 --disable-log-requests");
        var worker = report["workers"]![0]!;

        Assert.Equal((2048, 8192), (Number(worker, "max_batched_tokens"), Number(worker, "max_sequence_tokens")));
        Assert.InRange(Number(worker, "kv_tokens"), 50_000, 70_000);
        Assert.True(Number(report["summary"]!, "preemptions") > 0);
        Assert.Contains("--disable-log-requests has no effect", report["notes"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_plan_is_simulated_under_the_load_that_it_was_made_for()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "report.json");
        File.WriteAllText(file, PlimsollProcess.Run(
            "default", "--model", "meta-llama/Llama-3.1-8B", "--system", "h200_sxm", "--backend", "vllm", "--total-gpus", "4", "--isl", "1024", "--osl", "256",
            "--ttft", "800", "--tpot", "25", "--serving-mode", "agg", "--output", "json").Output);

        var report = Json("simulate", "--plan", file, "--protocol", "closed:16");

        Assert.Equal("meta-llama/Llama-3.1-8B", report["model"]!.GetValue<string>());
        Assert.Equal(4, Number(report, "gpus"));
        Assert.Equal(("1024", "256"), (report["load"]!["isl"]!.GetValue<string>(), report["load"]!["osl"]!.GetValue<string>()));
        Assert.Equal((800, 25), (Number(report["targets"]!, "ttft_ms"), Number(report["targets"]!, "tpot_ms")));
    }

    [Fact]
    public void A_trace_is_replayed_and_its_lengths_can_be_drawn_from()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "trace.csv");
        File.WriteAllText(file, "t,isl,osl\n0,1000,20\n100,2000,40\n250.5,500,10\n");

        var replayed = Report("--protocol", "trace:" + file);
        var drawn = Report("--protocol", "closed:2", "--lengths", file, "--requests", "50");

        Assert.Equal(3, Number(replayed["summary"]!, "requests"));
        Assert.Equal(50, Number(drawn["summary"]!, "requests"));
        Assert.Equal("of trace.csv", drawn["load"]!["isl"]!.GetValue<string>());
    }

    [Fact]
    public void Records_events_and_a_timeline_are_written_and_records_can_be_replayed()
    {
        using var folder = new TemporaryFolder();
        string Named(string name) => Path.Combine(folder.Path, name);
        Report("--protocol", "closed:4", "--isl", "300", "--osl", "30", "--records", Named("r.jsonl"), "--events", Named("e.json"), "--timeline", Named("t.svg"));
        var replayed = Report("--protocol", "trace:" + Named("r.jsonl"));

        Report("--protocol", "closed:4", "--isl", "300", "--osl", "30", "--timeline", Named("t.png"));

        Assert.Equal(40, Number(replayed["summary"]!, "requests"));
        Assert.Equal("PNG"u8, File.ReadAllBytes(Named("t.png")).AsSpan(1, 3));
        Assert.NotNull(JsonNode.Parse(File.ReadAllText(Named("e.json"))));
        Assert.StartsWith("<svg", File.ReadAllText(Named("t.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_is_reported_at_once()
    {
        var run = PlimsollProcess.Run(
            "simulate", "--model", "no-such-model.json", "--system", "h200_sxn", "--backend", "vllm", "--parallel", "tq1", "--protocol", "closd:4", "--isl", "0",
            "--length-range", "2", "--turns", "0", "--engine-args", "--max-num-batchd-tokens 5");

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.All(
            (string[])["--parallel: 'tq1'", "did you mean 'closed:CLIENTS'?", "--isl: '0'", "--length-range: 2", "--turns: 0", "did you mean '--max-num-batched-tokens'?", "did you mean 'h200_sxm'?", "no-such-model.json"],
            problem => Assert.Contains(problem, run.Error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--parallel tp1 --prefill tp1 --protocol burst", "--parallel: is for aggregated workers")]
    [InlineData("--prefill tp1 --protocol burst", "--decode: is required")]
    [InlineData("--parallel tp1 --decode-workers 2 --protocol burst", "--decode-workers: has no effect")]
    [InlineData("--parallel tp3 --protocol burst", "32 attention heads do not divide by tp 3")]
    [InlineData("--parallel tp1 --protocol burst --isl 200000", "can exceed the longest sequence that is served, 131072")]
    [InlineData("--parallel tp1 --protocol burst --think-time 5", "--think-time: has no effect without --turns")]
    [InlineData("--parallel tp1 --protocol steady:4 --turns 3", "--turns: conversations have no known middle")]
    [InlineData("--parallel tp1 --protocol burst --prefix 5 --shared-prefix 5", "--prefix: states what is cached")]
    [InlineData("--parallel tp1 --protocol burst --isl normal:5,2 --length-range 0.8", "has a spread of its own")]
    [InlineData("--parallel tp1 --protocol burst --rank 2", "--rank: has no effect without --plan")]
    [InlineData("--parallel tp1 --protocol burst --kv-link-latency-ms 3", "--kv-link-latency-ms: has no effect")]
    [InlineData("--parallel tp1 --protocol burst --plan nowhere.json", "--plan: 'nowhere.json' cannot be read")]
    [InlineData("--parallel tp1 --protocol burst --lengths nowhere.csv", "nowhere.csv: cannot be read")]
    [InlineData("--parallel tp1", "--protocol: is required")]
    [InlineData("--protocol burst", "--parallel: is required")]
    public void A_question_without_sense_is_refused(string flags, string expected)
    {
        var run = PlimsollProcess.Run([.. Llama, .. flags.Split(' ')]);

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_that_no_memory_can_hold_ends_the_run_with_the_reason()
    {
        var run = PlimsollProcess.Run([.. OneWorker, "--protocol", "closed:2", "--engine-args", "--num-gpu-blocks-override 10"]);

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Contains("request 0 can never be served", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_does_not_fit_is_refused_with_the_memory_it_would_take()
    {
        var run = PlimsollProcess.Run("simulate", "--model", "Qwen/Qwen3-235B-A22B", "--system", "h200_sxm", "--backend", "vllm", "--parallel", "tp2", "--protocol", "burst");

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Contains("leaves no memory for KV cache", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_run_writes_nothing()
    {
        using var folder = new TemporaryFolder();
        var records = Path.Combine(folder.Path, "records.jsonl");
        var verb = new SimulateVerb(draft => new PlanSession(draft, ModelSource.FromEnvironment), () =>
        {
            var interrupts = Interrupts.Watch();
            interrupts.Interrupt();
            return interrupts;
        });
        var run = new CliRun([verb], [.. OneWorker, "--protocol", "closed:2", "--records", records]);

        Assert.Equal(ExitCode.Interrupted, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains("interrupted", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_table_has_one_record_and_the_page_all_figures()
    {
        string[] load = [.. OneWorker, "--protocol", "closed:2", "--isl", "100", "--osl", "10"];
        var csv = PlimsollProcess.Run([.. load, "--output", "csv"]).Output.Split('\n');
        var page = PlimsollProcess.Run(load).Output;

        Assert.Equal(3, csv.Length);
        Assert.Equal(csv[0].Split(',').Length, csv[1].Split(',').Length);
        Assert.All((string[])["TTFT", "ITL", "TPOT", "request latency", "queue", "Throughput", "KV use", "preemptions", "prefix hits", "Utilization"], word => Assert.Contains(word, page, StringComparison.Ordinal));
    }

    private static JsonNode Report(params string[] flags) => Json([.. OneWorker, .. flags]);

    private static JsonNode Json(params string[] arguments)
    {
        var run = PlimsollProcess.Run([.. arguments, "--output", "json"]);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        return JsonNode.Parse(run.Output)!;
    }

    private static double Number(JsonNode node, string name) => node[name]!.GetValue<double>();
}
