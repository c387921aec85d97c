using Plimsoll.Model.Backends;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Search;

namespace Plimsoll.Planning.Tests.Search;

public sealed class PlannerTests
{
    [Fact]
    public void Every_layout_and_batch_is_a_candidate()
    {
        var agg = Plans.Of(Plans.Draft).Agg!;

        // tp 1, 2, 4, 8 with up to 1,024 sequences each; tp 3, 5, 6, 7 do not divide 64 heads.
        Assert.Equal((4 * 1024) + 4, agg.Candidates);
        Assert.Contains(agg.Rejected, rejection => rejection is { Reason: "layout_does_not_divide", Count: 4 } && rejection.Example.Contains("tp3pp1"));
        Assert.Contains(agg.Rejected, rejection => rejection.Reason == RejectionReasons.KvCacheFull);
        Assert.Contains(agg.Rejected, rejection => rejection.Reason == "tpot_ms_exceeded");
    }

    [Fact]
    public void Idle_gpus_are_charged()
    {
        var plan = Plans.Of(Plans.Draft with { TotalGpus = 6, TopN = 10 });
        var wide = plan.Agg!.Ranked.Single(row => row.Parallel == "tp4pp1");
        Assert.Equal((1, 4), (wide.Replicas, wide.GpusUsed));
        Assert.Equal(wide.TokensPerSCluster / 6, wide.TokensPerSPerGpu, 1e-9);
        Assert.Equal(wide.TokensPerSCluster / 4, wide.TokensPerSPerUsedGpu, 1e-9);
    }

    [Fact]
    public void Pipeline_stages_come_only_where_memory_demands_them()
    {
        var fits = Plans.Of(Plans.Draft with { TotalGpus = 16 });
        Assert.All(fits.Agg!.Ranked, row => Assert.Equal(1, row.Worker!.Layout.Pp));

        var huge = Plans.Of(
            Plans.Draft with { TotalGpus = 16, TtftMs = 5000, TpotMs = 100 }, Models.Dense(), new SyntheticFactory { ModelBytes = 1.3e12 });
        Assert.NotEmpty(huge.Agg!.Ranked);
        Assert.All(huge.Agg.Ranked, row => Assert.True(row.Worker!.Layout.Pp > 1));
        Assert.Contains(huge.Agg.Rejected, rejection => rejection.Reason == RejectionReasons.WeightsDoNotFit);
    }

    [Fact]
    public void Experts_are_split_by_the_rules_of_the_backend()
    {
        var model = Models.Moe();
        var vllm = Plans.Of(Plans.Draft with { TopN = 1000 }, model, new SyntheticFactory(BackendKind.Vllm, model));
        Assert.All(vllm.Agg!.Ranked, row => Assert.True(row.Worker!.Layout.MoeTp == 1 || row.Worker.Layout.MoeEp == 1));
        var trtllm = Plans.Of(Plans.Draft with { TopN = 1000 }, model, new SyntheticFactory(BackendKind.TensorRtLlm, model));
        Assert.All(trtllm.Agg!.Ranked, row => Assert.True(row.Worker!.Layout.AttentionDp == 1 || row.Worker.Layout.Tp == 1));
        Assert.All(trtllm.Agg.Ranked, row => Assert.Equal(row.Worker!.Layout.StageGpus, row.Worker.Layout.MoeTp * row.Worker.Layout.MoeEp));
    }

    [Fact]
    public void Sglang_pairs_only_equal_tensor_parallel_widths()
    {
        var disagg = Plans.Of(Plans.Draft with { Backend = "sglang", TopN = 50 }, null, new SyntheticFactory(BackendKind.Sglang)).Disagg!;
        Assert.All(disagg.Ranked, row => Assert.Equal(row.Prefill!.Layout.Tp, row.Decode!.Layout.Tp));
        Assert.Contains(disagg.Rejected, rejection => rejection.Reason == RejectionReasons.UnequalTensorParallelism);
    }

    [Fact]
    public void A_request_latency_keeps_a_given_ttft_as_a_bound()
    {
        var loose = Plans.Of(Plans.Draft with { TtftMs = null, TpotMs = null, RequestLatencyMs = 9000 });
        var bounded = Plans.Of(Plans.Draft with { TtftMs = 150, TpotMs = null, RequestLatencyMs = 9000 });
        Assert.Contains(loose.Agg!.Ranked, row => row.TtftMs > 150);
        Assert.All(bounded.Agg!.Ranked, row => Assert.True(row.TtftMs <= 150 && row.RequestLatencyMs <= 9000));
    }

    [Fact]
    public void An_unreachable_target_leaves_nothing_chosen_and_names_what_to_relax()
    {
        var plan = Plans.Of(Plans.Draft with { TtftMs = 1, TpotMs = 30 });
        Assert.False(plan.TargetsMet);
        Assert.Null(plan.Chosen);
        Assert.Empty(plan.Agg!.Ranked);
        var relax = Assert.Single(plan.Agg.NearestMisses[0].Relax);
        Assert.Equal(("ttft_ms", 1.0), (relax.Target, relax.BoundMs));
        Assert.Equal(plan.Agg.NearestMisses[0].Configuration.TtftMs, relax.NeededMs);
        Assert.Contains(plan.Conclusions, conclusion => conclusion.Kind == "targets_unreachable");
    }

    [Fact]
    public void The_better_way_is_chosen_and_the_backends_are_compared_best_first()
    {
        var plan = Plans.Of(
            Plans.Draft with { Backend = "auto" },
            null,
            new SyntheticFactory(BackendKind.Vllm) { Scale = 1.4 },
            new SyntheticFactory(BackendKind.TensorRtLlm));
        var (agg, disagg) = (plan.Agg!.Ranked[0].TokensPerSPerGpu, plan.Disagg!.Ranked[0].TokensPerSPerGpu);
        Assert.Equal(agg >= disagg ? ServingMode.Agg : ServingMode.Disagg, plan.Chosen);
        Assert.Equal(Math.Max(agg, disagg) / Math.Min(agg, disagg), plan.Speedup!.Value, 1e-12);
        Assert.Equal(["trtllm", "vllm"], plan.Backends.Select(entry => entry.Backend));
        Assert.Equal(Math.Max(agg, disagg), plan.Backends[0].TokensPerSPerGpu!.Value, 1e-9);
    }

    [Fact]
    public void Only_the_asked_way_of_serving_is_searched()
    {
        Assert.Null(Plans.Of(Plans.Draft with { ServingMode = "agg" }).Disagg);
        Assert.Null(Plans.Of(Plans.Draft with { ServingMode = "disagg" }).Agg);
        Assert.Null(Plans.Of(Plans.Draft with { TotalGpus = 1 }).Disagg);
        Assert.Null(Plans.Of(Plans.Draft with { Osl = 1 }).Disagg);
    }

    [Fact]
    public void Parts_add_up_to_the_latencies_and_name_the_link()
    {
        foreach (var row in Plans.Of(Plans.Draft) is var plan ? plan.Agg!.Ranked.Concat(plan.Disagg!.Ranked) : [])
        {
            var parts = row.Parts!;
            var ttft = parts.RequestPathMs + parts.AdmissionMs + parts.StepResidualMs + parts.PromptQueueMs + parts.PrefillMs
                + parts.KvTransferMs + parts.DecodeJoinMs;
            Assert.Equal(row.TtftMs, ttft, 1e-9);
            Assert.Equal(row.TpotMs, parts.DecodeStepMs + parts.PrefillStallMs, 1e-9);
            Assert.Equal(row.Mode == ServingMode.Disagg, parts.KvLink is not null);
            Assert.Equal(row.Mode == ServingMode.Disagg, parts.KvTransferMs > 0);
        }
    }

    [Fact]
    public void A_slower_given_link_costs_ttft()
    {
        var fast = Plans.Of(Plans.Draft with { ServingMode = "disagg" }).Disagg!.Ranked[0];
        var slow = Plans.Of(Plans.Draft with { ServingMode = "disagg", KvLinkGbPerS = 2, KvLinkLatencyMs = 22 }).Disagg!.Ranked[0];
        Assert.Contains("as given, 2 GB/s", slow.Parts!.KvLink, StringComparison.Ordinal);
        Assert.True(slow.Parts.KvTransferMs > 22 + fast.Parts!.KvTransferMs);
        Assert.True(slow.TokensPerSPerGpu <= fast.TokensPerSPerGpu);
    }

    [Theory]
    [InlineData(30, null, "tpot_ms")]
    [InlineData(500, null, "kv_cache")]
    [InlineData(500, 16, "max_sequences")]
    public void A_configuration_says_what_keeps_it_from_serving_more(double tpot, int? sequences, string bound)
    {
        var plan = Plans.Of(Plans.Draft with { TpotMs = tpot, TtftMs = 60_000, MaxSequences = sequences, ServingMode = "agg" });
        Assert.Equal(bound, plan.Agg!.Ranked[0].Parts!.Bound);
    }

    [Fact]
    public void A_memory_margin_and_the_bottleneck_are_pointed_out()
    {
        var plan = Plans.Of(Plans.Draft with { TpotMs = 500, TtftMs = 60_000 });
        Assert.Contains(plan.Conclusions, conclusion => conclusion.Kind == "thin_memory_margin");
        Assert.Contains(plan.Conclusions, conclusion => conclusion.Kind is "kv_cache_bound" or "token_budget_bound");
    }

    [Fact]
    public void A_cancelled_search_ends()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Planner.Plan(Plans.Problem(Plans.Draft), 1, cancelled.Token));
    }
}
