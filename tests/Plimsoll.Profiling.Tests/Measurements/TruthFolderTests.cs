using Plimsoll.Model.Validation;
using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Measurements.Truth;
using Plimsoll.Testing;

namespace Plimsoll.Profiling.Tests.Measurements;

public sealed class TruthFolderTests
{
    private const string Stage = """
        {"stage": "s1", "system": "h200_sxm", "backend": "vllm", "version": "0.24.0", "model": "m/x", "parallel": "tp2", "gpus": 2,
         "serve_args": ["--max-num-batched-tokens", "2048"], "engine_log": {"a": {"kv_tokens": "61000"}}}
        """;

    private const string Requests = """
        {"id": 1, "t_ms": 9.5, "isl": 1024, "osl": 8, "ttft_ms": 20, "tpot_ms": 5, "e2e_ms": 55, "cached_tokens": 16}
        {"id": 0, "t_ms": 0.5, "isl": 512, "osl": 4, "ttft_ms": 10, "tpot_ms": 4, "e2e_ms": 22, "cached_tokens": 0}
        """;

    [Fact]
    public void A_stage_becomes_experiments_with_engine_load_and_figures()
    {
        using var folder = Written(Stage, Requests);

        var run = Assert.Single(TruthFolder.Read(folder.Path).Experiments);

        Assert.Equal(("s1/c2", "s1", "m/x", "tp2", "closed:2"), (run.Id, run.Group, run.Engine.Model, run.Topology.ToString(), run.Load.ToString()));
        Assert.Equal(["--max-num-batched-tokens", "2048"], run.Engine.Arguments);
        Assert.Equal([new MeasuredRequest(0.5, 512, 4, 0), new MeasuredRequest(9.5, 1024, 8, 16)], run.Load.Requests!);
        Assert.Equal(61000, run.Measured[Figure.KvTokens]);
        Assert.Equal((15.0, 4.5, 7.0), (run.Measured[Figure.TtftMean], run.Measured[Figure.TpotMean], run.Measured[Figure.Preemptions]));
        Assert.True(run.IsScored(Figure.TtftMean));
    }

    [Fact]
    public void A_percentile_over_few_requests_is_not_scored()
    {
        using var folder = Written(Stage, Requests);

        var run = Assert.Single(TruthFolder.Read(folder.Path).Experiments);

        Assert.False(run.IsScored(Figure.TtftP99));
        Assert.Contains("2 requests", run.Unscored[Figure.TtftP99], StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_prefix_hits_keep_times_to_first_token_from_being_scored()
    {
        using var folder = Written(Stage, Requests.Replace(", \"cached_tokens\": 16", "", StringComparison.Ordinal));

        var run = Assert.Single(TruthFolder.Read(folder.Path).Experiments);

        Assert.Equal([Figure.TtftMean, Figure.TtftP50, Figure.TtftP99], run.Unscored.Keys.Order());
        Assert.True(run.IsScored(Figure.TpotMean));
    }

    [Theory]
    [InlineData("all", true, true)]
    [InlineData("p50", false, true)]
    [InlineData("none", false, false)]
    public void The_index_says_which_times_to_first_token_can_be_trusted(string trust, bool mean, bool median)
    {
        using var folder = Written(Stage, Requests);
        folder.Write("index.csv", $"stage,name,ttft_trust\ns1,c2,{trust}\n");

        foreach (var path in new[] { folder.Path, Path.Combine(folder.Path, "s1") })
        {
            var run = Assert.Single(TruthFolder.Read(path).Experiments);
            Assert.Equal((mean, median), (run.IsScored(Figure.TtftMean), run.IsScored(Figure.TtftP50)));
        }
    }

    [Fact]
    public void Disaggregated_stages_have_pools_and_the_measured_link()
    {
        const string Disaggregated = """
            {"stage": "d", "system": "h200_sxm", "backend": "vllm", "version": "0.24.0", "model": "m/x", "gpus": 3,
             "parallel": "1 prefill worker tp1 + 1 decode worker tp2", "serve_args": [],
             "engine_log": {"p0": {"kv_tokens": "10"}, "d0": {"kv_tokens": "20"}},
             "kv_transfer": {"effective_gb_per_s": 7.1, "constant_ms": 22}}
            """;
        using var folder = Written(Disaggregated, Requests);

        var topology = Assert.Single(TruthFolder.Read(folder.Path).Experiments).Topology;

        Assert.True(topology.IsDisaggregated);
        Assert.Equal((10, 20), (topology.Prefill!.KvTokens, topology.Decode!.KvTokens));
        Assert.Equal((7.1e6, 22), (topology.Link!.BytesPerMs, topology.Link.ConstantMs));
    }

    [Fact]
    public void Every_problem_is_reported_with_file_and_line()
    {
        using var folder = Written(
            Stage.Replace("\"gpus\": 2", "\"gpus\": 3", StringComparison.Ordinal),
            Requests.Replace("\"isl\": 512", "\"isl\": 0", StringComparison.Ordinal).Replace("\"ttft_ms\": 20", "\"ttft_ms\": -1", StringComparison.Ordinal));

        var refused = Assert.Throws<InvalidInputException>(() => TruthFolder.Read(folder.Path));

        Assert.Contains(refused.Errors, error => error.Path.EndsWith("stage.json, gpus", StringComparison.Ordinal));
        Assert.Contains(refused.Errors, error => error.Path.EndsWith("c2.requests.jsonl: line 1, ttft_ms", StringComparison.Ordinal));
        Assert.Contains(refused.Errors, error => error.Path.EndsWith("c2.requests.jsonl: line 2, isl", StringComparison.Ordinal));
    }

    [Fact]
    public void Our_own_campaign_is_read_whole()
    {
        var set = TruthFolder.Read(SharedData.Require("truth/h200_sxm-vllm-0.24.0"));

        Assert.Equal(74, set.Experiments.Count);
        Assert.Equal(5, set.Experiments.DistinctBy(run => run.Group).Count());
        Assert.Equal(3, set.Experiments.Count(run => run.Unscored.ContainsKey(Figure.TtftP50) && run.TtftTrust != "none"));
    }

    private static RunFolder Written(string stage, string requests)
    {
        var folder = new RunFolder();
        folder.Write("s1/stage.json", stage);
        folder.Write("s1/c2.requests.jsonl", requests);
        folder.Write("s1/experiments.json", """
            [{"name": "c2", "protocol": {"proto": "closed", "c": 2, "isl": 1024, "osl": 8, "lo": 0.8},
              "stats": {"ttft_ms": {"mean": 15, "p50": 15, "p99": 19.9}, "tpot_ms": {"mean": 4.5}},
              "output_tokens_per_s": 186, "preemptions": 7}]
            """);
        return folder;
    }
}
