using System.Text.Json;
using System.Text.Json.Schema;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Validation;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;

namespace Plimsoll.Planning.Tests.Requests;

public sealed class PlanDraftTests
{
    private static readonly PlanDraft Least = new() { Model = "Qwen/Qwen3-32B-FP8", System = "h200_sxm", TotalGpus = 8 };

    [Fact]
    public void Every_default_is_filled_in()
    {
        var request = Least.Freeze();
        Assert.Equal((4000, 1000, 0), (request.Isl, request.Osl, request.Prefix));
        Assert.Equal((2000.0, 30.0, null), (request.TtftMs, request.TpotMs, request.RequestLatencyMs));
        Assert.Equal(("auto", 5, DatabaseMode.Silicon), (request.Backend, request.TopN, request.DatabaseMode));
        Assert.Equal(["default"], request.SystemsPaths);
        Assert.True(request is { Repair: true, Verify: true });
    }

    [Fact]
    public void A_request_latency_lifts_only_the_bounds_that_were_not_given()
    {
        var request = (Least with { RequestLatencyMs = 12000, TtftMs = 900 }).Freeze();
        Assert.Equal(900, request.TtftMs);
        Assert.Null(request.TpotMs);
    }

    [Fact]
    public void All_problems_are_reported_at_once_with_their_paths()
    {
        var draft = new PlanDraft
        {
            System = " ",
            TotalGpus = 0,
            Backend = "vlm",
            Isl = 100,
            Prefix = 100,
            TtftMs = -1,
            TpotMs = double.NaN,
            DatabaseMode = "silikon",
            MemoryFraction = 1.5,
            Quantization = new QuantizationOverrides { Gemm = "fp8blok" },
        };
        var refused = Assert.Throws<InvalidInputException>(() => draft.Freeze());
        Assert.Equal(
            ["backend", "database_mode", "memory_fraction", "model", "prefix", "quantization.gemm", "system", "total_gpus", "tpot_ms", "ttft_ms"],
            refused.Errors.Select(error => error.Path).Order(StringComparer.Ordinal));
        Assert.Contains(refused.Errors, error => error is { Path: "backend", Hint: "did you mean 'vllm'?" });
        Assert.Contains(refused.Errors, error => error is { Path: "quantization.gemm", Hint: "did you mean 'fp8_block'?" });
    }

    [Fact]
    public void A_bound_on_a_percentile_replaces_the_default_bound_on_the_mean()
    {
        var request = (Least with { TtftP99Ms = 3000 }).Freeze();
        Assert.Equal((null, 3000.0, 30.0), (request.TtftMs, request.TtftP99Ms, request.TpotMs));
    }

    [Fact]
    public void What_only_the_simulation_knows_needs_verification()
    {
        var draft = Least with { Verify = false, TtftP99Ms = 1, SloPercentile = 95, RequestRate = 2, LengthRange = 0.8, Protocol = "steady", Seed = 3 };
        var refused = Assert.Throws<InvalidInputException>(() => draft.Freeze());
        Assert.Equal(
            ["length_range", "protocol", "protocol", "request_rate", "seed", "slo_percentile", "ttft_p99_ms"],
            refused.Errors.Select(error => error.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Lengths_come_from_one_place()
    {
        Assert.Equal("lengths", Refused(Least with { Lengths = "l.csv", Isl = 3 }));
        Assert.Equal("trace", Refused(Least with { Trace = "t.csv", RequestRate = 3 }));
        Assert.Equal("slo_percentile", Refused(Least with { SloPercentile = 98 }));

        static string Refused(PlanDraft draft) => Assert.Single(Assert.Throws<InvalidInputException>(() => draft.Freeze()).Errors).Path;
    }

    [Fact]
    public void A_setting_that_could_have_no_effect_is_refused()
    {
        var link = Least with { ServingMode = "agg", KvLinkGbPerS = 10, KvLinkLatencyMs = 1 };
        Assert.Equal(["kv_link_gb_per_s", "kv_link_latency_ms"], Assert.Throws<InvalidInputException>(() => link.Freeze()).Errors.Select(error => error.Path));

        var roofline = Least with { DatabaseMode = "sol", Repair = false, MoeDistribution = "balanced" };
        Assert.Equal(["repair", "moe_distribution"], Assert.Throws<InvalidInputException>(() => roofline.Freeze()).Errors.Select(error => error.Path));
    }

    [Fact]
    public void Drafts_need_a_rate_of_acceptance_each()
    {
        Assert.Equal((2, 3), (Least with { Nextn = 2, NextnAcceptRates = [0.8, 0.5, 0.1] }).Freeze() is var request ? (request.Nextn, request.NextnAcceptRates!.Count) : default);
        Assert.Equal("nextn_accept_rates", Refused(Least with { Nextn = 2, NextnAcceptRates = [0.8] }));
        Assert.Equal("nextn_accept_rates", Refused(Least with { Nextn = 1, NextnAcceptRates = [1.8] }));
        Assert.Equal("nextn_accept_rates", Refused(Least with { NextnAcceptRates = [0.8] }));
        Assert.Equal("nextn", Refused(Least with { Nextn = 17, NextnAcceptRates = [.. Enumerable.Repeat(0.5, 17)] }));

        static string Refused(PlanDraft draft) => Assert.Single(Assert.Throws<InvalidInputException>(() => draft.Freeze()).Errors).Path;
    }

    [Theory]
    [InlineData("vllm", null)]
    [InlineData(null, "0.24.0")]
    public void A_version_needs_its_backend(string? backend, string? version)
    {
        var draft = Least with { Backend = backend, BackendVersion = version };
        if (backend is null)
        {
            Assert.Equal("backend_version", Assert.Throws<InvalidInputException>(() => draft.Freeze()).Errors.Single().Path);
            return;
        }

        Assert.Equal(backend, draft.Freeze().Backend);
    }

    [Fact]
    public void A_request_survives_its_json()
    {
        var request = (Least with { Backend = "SGLang", ServingMode = "disagg", DecodeSystem = "h100_sxm", DatabaseMode = "HYBRID" }).Freeze();
        var json = JsonSerializer.Serialize(request, PlanJson.Default.PlanRequest);
        Assert.Contains("\"serving_mode\": \"disagg\"", json, StringComparison.Ordinal);
        Assert.Contains("\"kv_link_gb_per_s\": null", json, StringComparison.Ordinal);
        var back = JsonSerializer.Deserialize(json, PlanJson.Default.PlanRequest)!;
        Assert.Equal(request with { SystemsPaths = [] }, back with { SystemsPaths = [] });
    }

    [Fact]
    public void The_report_has_a_json_schema_with_the_promised_fields()
    {
        var schema = PlanJson.Default.PlanReport.GetJsonSchemaAsNode().ToJsonString();
        foreach (var field in new[]
        {
            "schema", "request", "chosen", "agg", "disagg", "ranked", "rank", "backend", "parallel", "gpus_per_replica", "replicas", "gpus_used",
            "batch_size", "concurrency", "ttft_ms", "tpot_ms", "request_latency_ms", "tokens_per_s_per_gpu", "tokens_per_s_per_user",
            "tokens_per_s_cluster", "requests_per_s_cluster", "memory_gib", "provenance", "prefill", "decode", "rejected", "reason", "count",
        })
        {
            Assert.Contains($"\"{field}\":", schema, StringComparison.Ordinal);
        }
    }
}
