using Plimsoll.Model.Backends;
using Plimsoll.Model.Validation;
using Plimsoll.Profiling.Measurements;
using Plimsoll.Testing;

namespace Plimsoll.Profiling.Tests.Measurements;

public sealed class MeasurementReaderTests
{
    private static readonly RunDescription Described = new() { Model = "m/x", System = "h200_sxm", Backend = BackendKind.Vllm };

    [Fact]
    public void A_folder_without_a_run_is_refused_with_what_would_be_one()
    {
        using var folder = new RunFolder();

        var refused = Assert.Throws<InvalidInputException>(() => Read(folder.Path, Described));

        Assert.Equal("is a folder without a run", Assert.Single(refused.Errors).Message);
        Assert.Contains("stage.json", refused.Errors[0].Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_missing() =>
        Assert.Throws<MissingDataException>(() => Read("/no/such/path", Described));

    [Theory]
    [InlineData("x.json", "{\"a\": 1}")]
    [InlineData("x.csv", "a,b\n1,2\n")]
    [InlineData("x.jsonl", "{\"a\": 1}\n")]
    [InlineData("x.txt", "hello")]
    public void Other_files_are_refused(string name, string content)
    {
        using var folder = new RunFolder();

        Assert.Throws<InvalidInputException>(() => Read(folder.Write(name, content), Described));
    }

    [Fact]
    public void A_requests_file_is_replayed_at_its_times()
    {
        using var folder = new RunFolder();
        var path = folder.Write("r.jsonl", """
            {"id": 0, "t_ms": 100, "isl": 10, "osl": 3, "ttft_ms": 10, "tpot_ms": 5, "e2e_ms": 20}
            {"id": 1, "t_ms": 200, "isl": 20, "osl": 1, "ttft_ms": 30, "e2e_ms": 30}
            """);

        var run = Assert.Single(Read(path, Described).Experiments);

        Assert.Null(run.Load.Concurrency);
        Assert.Equal((20.0, 5.0), (run.Measured[Figure.TtftMean], run.Measured[Figure.TpotMean]));
        Assert.Equal(4 * 1000.0 / 130, run.Measured[Figure.Throughput], 9);
    }

    [Fact]
    public void A_result_of_vllm_bench_gives_times_in_milliseconds()
    {
        using var folder = new RunFolder();
        var path = folder.Write("bench.json", """
            {"model_id": "m/y", "max_concurrency": 2, "request_rate": "inf", "duration": 0.5, "ttfts": [0.1, 0.3, 0],
             "itls": [[0.01, 0.03], [], []], "input_lens": [100, 200, 300], "output_lens": [3, 1, 0]}
            """);

        var run = Assert.Single(Read(path, Described with { Model = null }).Experiments);

        Assert.Equal(("m/y", "closed:2", 2), (run.Engine.Model, run.Load.ToString(), run.Load.RequestCount));
        Assert.Equal(200, run.Measured[Figure.TtftMean], 9);
        Assert.Equal(20, run.Measured[Figure.TpotMean], 9);
        Assert.Equal(8, run.Measured[Figure.Throughput], 9);
    }

    [Fact]
    public void Lists_of_different_length_and_a_missing_description_are_reported_together()
    {
        using var folder = new RunFolder();
        var path = folder.Write("bench.json", """{"ttfts": [0.1], "input_lens": [100, 200], "output_lens": [1]}""");

        var refused = Assert.Throws<InvalidInputException>(() => Read(path, new RunDescription()));

        Assert.Contains(refused.Errors, error => error.Message == "has 2 entries, ttfts 1");
        Assert.Contains(refused.Errors, error => error.Path == "--model");
        Assert.Contains(refused.Errors, error => error.Path == "--system");
        Assert.Contains(refused.Errors, error => error.Path == "--backend");
    }

    [Theory]
    [InlineData("guide-chat-c8", "closed:8", 64)]
    [InlineData("rate-poisson", "poisson:20", 40)]
    [InlineData("trace-mooncake", "trace", 16)]
    [InlineData("multiturn-synth", "trace", 15)]
    public void AIPerf_runs_are_read_without_their_warm_up(string name, string protocol, int requests)
    {
        var run = Assert.Single(Read(SharedData.Require($"oracles/aiperf/runs/{name}/artifacts"), Described).Experiments);

        Assert.Equal((protocol, requests), (run.Load.ToString(), run.Load.Requests!.Count));
        Assert.True(run.Measured[Figure.TtftMean] > 0);
        Assert.Equal(0, run.Load.Requests![0].SentMs);
    }

    [Fact]
    public void A_sweep_is_read_as_its_runs() =>
        Assert.Equal(3, Read(SharedData.Require("oracles/aiperf/runs/sweep-concurrency/artifacts"), Described).Experiments.Count);

    [Fact]
    public void A_run_in_which_everything_failed_is_no_run() =>
        Assert.Throws<InvalidInputException>(() => Read(SharedData.Require("oracles/aiperf/runs/err-500-all/artifacts"), Described));

    [Fact]
    public void A_description_of_what_describes_itself_is_refused()
    {
        using var folder = new RunFolder();
        folder.Write("stage.json", "{}");

        var refused = Assert.Throws<InvalidInputException>(() => Read(folder.Path, Described));

        Assert.Contains("has no effect", Assert.Single(refused.Errors).Message, StringComparison.Ordinal);
    }

    private static MeasurementSet Read(string path, RunDescription described) => MeasurementReader.Read(path, described, _ => null);
}
