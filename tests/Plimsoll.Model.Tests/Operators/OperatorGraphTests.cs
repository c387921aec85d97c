using Plimsoll.Model.Backends;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Models;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Steps;
using Plimsoll.Model.Tests.KernelTimes;

namespace Plimsoll.Model.Tests.Operators;

public sealed class OperatorGraphTests
{
    private readonly SyntheticKernels _kernels = new();

    [Fact]
    public void A_dense_model_on_one_gpu_runs_these_operators_in_this_order() => Assert.Equal(
        [
            "embedding ×1 PerToken", "attention_norm ×3 PerToken", "qkv_gemm ×3 PerToken", "rope_kv_write ×3 PerToken",
            "prefill_attention ×3 PrefillAttention", "decode_attention ×3 DecodeAttention", "attention_output_gemm ×3 PerToken",
            "ffn_norm ×3 PerToken", "ffn_up_gemm ×3 PerToken", "ffn_activation ×3 PerToken", "ffn_down_gemm ×3 PerToken",
            "logits_gemm ×1 PerSequenceOutput",
        ],
        Describe(Build(SmallModels.Dense, new ParallelLayout(1))));

    [Fact]
    public void Layers_of_different_kinds_come_one_kind_after_the_other() => Assert.Equal(
        [
            "embedding ×1 PerToken", "attention_norm ×1 PerToken", "qkv_gemm ×1 PerToken", "rope_kv_write ×1 PerToken",
            "prefill_attention ×1 PrefillAttention", "decode_attention ×1 DecodeAttention", "attention_output_gemm ×1 PerToken",
            "ffn_norm ×1 PerToken", "ffn_up_gemm ×1 PerToken", "ffn_activation ×1 PerToken", "ffn_down_gemm ×1 PerToken",
            "attention_norm ×4 PerToken", "qkv_gemm ×4 PerToken", "rope_kv_write ×4 PerToken", "prefill_attention ×4 PrefillAttention",
            "decode_attention ×4 DecodeAttention", "attention_output_gemm ×4 PerToken", "ffn_norm ×4 PerToken", "router_gemm ×4 PerToken",
            "expert_selection ×4 PerToken",
            "experts ×4 PerToken", "shared_expert ×4 PerToken", "logits_gemm ×1 PerSequenceOutput",
        ],
        Describe(Build(SmallModels.Moe, new ParallelLayout(1))));

    [Fact]
    public void One_gpu_needs_no_collectives()
    {
        Build(SmallModels.Dense, new ParallelLayout(1));
        Build(SmallModels.Moe, new ParallelLayout(1));
        Assert.Empty(_kernels.Collectives);
    }

    [Fact]
    public void Tensor_parallel_ranks_split_widths_and_sum_after_each_half_layer()
    {
        var operators = Build(SmallModels.Dense, new ParallelLayout(2));
        Assert.Equal(
            [
                new GemmKey(GemmQuant.Bf16, (8 + (2 * 2)) * 64, 1024), new GemmKey(GemmQuant.Bf16, 1024, 8 * 64, true),
                new GemmKey(GemmQuant.Bf16, 2 * 1408, 1024), new GemmKey(GemmQuant.Bf16, 1024, 1408, true), new GemmKey(GemmQuant.Bf16, 16_001, 1024),
            ],
            _kernels.Gemms);
        Assert.Equal(
            [("embedding_allreduce", 1, 1024), ("attention_allreduce", 3, 1024), ("ffn_allreduce", 3, 1024), ("logits_gather", 1, 32_001.0)],
            Collectives(operators));
        Assert.Equal([(CollectiveKind.AllReduce, 2), (CollectiveKind.AllGather, 2)], _kernels.Collectives.Select(key => (key.Kind, key.Gpus)).Distinct());
    }

    [Theory]
    [InlineData(1, 16, 4)]
    [InlineData(2, 8, 2)]
    [InlineData(4, 4, 1)]
    [InlineData(8, 2, 1)]
    [InlineData(16, 1, 1)]
    public void Key_value_heads_are_replicated_where_ranks_outnumber_them(int tp, int heads, int kvHeads)
    {
        Build(SmallModels.Dense, new ParallelLayout(tp));
        var expected = new AttentionKey(heads, kvHeads, 64, KvQuant.Bf16, FmhaQuant.Bf16);
        Assert.Equal((expected, expected), (Assert.Single(_kernels.Prefills), Assert.Single(_kernels.Decodes)));
        Assert.Equal((heads + (2 * kvHeads)) * 64, _kernels.Gemms[0].N);
    }

    [Fact]
    public void A_batch_passes_all_pipeline_stages_and_hops_between_them()
    {
        var (whole, staged) = (Build(SmallModels.Dense, new ParallelLayout(1)), Build(SmallModels.Dense, new ParallelLayout(1, Pp: 3)));
        Assert.Equal([.. Describe(whole), "pipeline_p2p ×2 PerToken"], Describe(staged));
    }

    [Fact]
    public void Experts_are_asked_for_as_the_group_computes_them()
    {
        var operators = Build(SmallModels.Moe, new ParallelLayout(2, MoeTp: 1, MoeEp: 2));
        Assert.Equal(new MoeKey(MoeQuant.Bf16, 16, 4, 1024, 512, 1, 2, "power_law_1.2"), Assert.Single(_kernels.Moes));
        Assert.Contains(new GemmKey(GemmQuant.Bf16, 16, 1024), _kernels.Gemms);
        Assert.Contains(new GemmKey(GemmQuant.Bf16, 2 * 128, 1024), _kernels.Gemms);
        Assert.Contains(("expert_allreduce", 4, 1024.0), Collectives(operators));
        Assert.Equal(1, Experts(operators).SizePerRow);
    }

    [Theory]
    [InlineData(BackendKind.Vllm, MoeQuant.Fp8, 1)]
    [InlineData(BackendKind.Sglang, MoeQuant.Nvfp4, 1)]
    [InlineData(BackendKind.TensorRtLlm, MoeQuant.Bf16, 1)]
    [InlineData(BackendKind.TensorRtLlm, MoeQuant.Fp8Block, 0.5)]
    [InlineData(BackendKind.TensorRtLlm, MoeQuant.Nvfp4, 0.28125)]
    public void Attention_data_parallel_ranks_share_their_tokens_with_all_experts(BackendKind backend, MoeQuant quant, double share)
    {
        var operators = Build(
            SmallModels.Moe, new ParallelLayout(1, AttentionDp: 4, MoeEp: 4), new QuantizationPlan { Moe = quant }, backend);
        Assert.Equal(
            [("expert_dispatch", 4, 4 * 1024 * share), ("expert_combine", 4, 4 * 1024.0)],
            Collectives(operators));
        Assert.Equal([(CollectiveKind.AllGather, 4), (CollectiveKind.ReduceScatter, 4)], _kernels.Collectives.Select(key => (key.Kind, key.Gpus)));
        Assert.Equal(4, Experts(operators).SizePerRow);
    }

    [Fact]
    public void Wide_expert_parallelism_exchanges_tokens_instead_of_gathering_all()
    {
        var wide = Build(SmallModels.Moe, new ParallelLayout(1, AttentionDp: 16, MoeEp: 16));
        var (there, back) = (wide.OfType<CurveOperator>().Single(o => o.Name == "expert_dispatch"), wide.OfType<CurveOperator>().Single(o => o.Name == "expert_combine"));
        Assert.All([there, back], half => Assert.StartsWith("links of the system file", half.Curve.Source, StringComparison.Ordinal));
        Assert.DoesNotContain(_kernels.Collectives, key => key.Kind is CollectiveKind.AllGather or CollectiveKind.ReduceScatter);

        Build(SmallModels.Moe, new ParallelLayout(1, AttentionDp: 8, MoeEp: 8));
        Assert.Contains(_kernels.Collectives, key => key is { Kind: CollectiveKind.AllGather, Gpus: 8 });
    }

    [Fact]
    public void Number_formats_reach_the_kernels_that_they_are_about()
    {
        var plan = new QuantizationPlan
        {
            Gemm = GemmQuant.Fp8Block,
            AttentionGemm = GemmQuant.Fp8,
            SharedExpertGemm = GemmQuant.Int8WeightOnly,
            OutputGemm = GemmQuant.Fp8Static,
            Moe = MoeQuant.Nvfp4,
            KvCache = KvQuant.Fp8,
            Fmha = FmhaQuant.Fp8,
            Comm = CommQuant.Int8,
        };
        Build(SmallModels.Moe, new ParallelLayout(2, MoeTp: 2), plan);

        Assert.Equal(
            [
                GemmQuant.Fp8, GemmQuant.Fp8, GemmQuant.Fp8Block, GemmQuant.Fp8Block, GemmQuant.Bf16,
                GemmQuant.Int8WeightOnly, GemmQuant.Int8WeightOnly, GemmQuant.Fp8Static,
            ],
            _kernels.Gemms.Select(key => key.Quant));
        Assert.Equal(MoeQuant.Nvfp4, Assert.Single(_kernels.Moes).Quant);
        Assert.All(_kernels.Decodes, key => Assert.Equal((KvQuant.Fp8, FmhaQuant.Fp8), (key.Kv, key.Fmha)));
    }

    [Fact]
    public void Narrow_collectives_make_the_all_reduces_of_a_step_faster()
    {
        double AllReduces(CommQuant comm) => Build(SmallModels.Moe, new ParallelLayout(2, MoeTp: 2), new QuantizationPlan { Comm = comm })
            .Where(op => op.Name.EndsWith("allreduce", StringComparison.Ordinal))
            .Sum(op => op.Price(BatchShape.PrefillOnly(new PrefillChunk(16_384))).Ms);

        Assert.True(AllReduces(CommQuant.Int8) < AllReduces(CommQuant.Half));
    }

    [Fact]
    public void Networks_without_gates_have_half_the_up_projection()
    {
        var ungated = SmallModels.Dense with { LayerGroups = [new LayerGroup(2, null, new DenseFeedForward(2816, Gated: false))] };
        Assert.DoesNotContain(Build(ungated, new ParallelLayout(1)), op => op.Name.Contains("attention", StringComparison.Ordinal));
        Assert.Equal(2816, _kernels.Gemms[0].N);
    }

    [Fact]
    public void A_window_and_a_head_norm_are_priced()
    {
        var plain = SmallModels.Dense.LayerGroups[0];
        var windowed = SmallModels.Dense with { LayerGroups = [plain with { Attention = new GroupedQueryAttention(16, 4, 64, QkNorm: true, Window: 128) }] };
        var (with, without) = (Build(windowed, new ParallelLayout(1)), Build(SmallModels.Dense, new ParallelLayout(1)));
        Assert.Equal(128, _kernels.Prefills[0].Window);
        var batch = BatchShape.PrefillOnly(new PrefillChunk(4000));
        double Rope(IReadOnlyList<StepOperator> operators) => operators.Single(op => op.Name == "rope_kv_write").Price(batch).Ms;
        Assert.True(Rope(with) > Rope(without));
    }

    [Fact]
    public void Sampling_reads_the_logits_of_emitting_rows_when_asked_for()
    {
        var operators = Build(SmallModels.Dense, new ParallelLayout(1), options: new OperatorOptions { SamplingBytesPerLogit = 4 });
        var sampling = Assert.IsType<CurveOperator>(Assert.Single(operators, op => op.Name == "sampling"));
        Assert.Equal((OperatorRole.PerSequenceOutput, 1), (sampling.Role, sampling.Launches));
        Assert.True(sampling.Price(BatchShape.Decode(64, 100)).Ms > sampling.Price(BatchShape.Decode(1, 100)).Ms);
    }

    [Fact]
    public void Random_routing_is_derived_from_balanced_measurements()
    {
        var routing = new OperatorOptions { MoeDistribution = "uniform" };
        var random = Experts(Build(SmallModels.Moe, new ParallelLayout(1), options: routing)).Curve;
        var balanced = Experts(Build(SmallModels.Moe, new ParallelLayout(1), options: new OperatorOptions { MoeDistribution = "balanced" })).Curve;

        Assert.Equal(["balanced", "balanced"], _kernels.Moes.Select(key => key.Distribution));
        Assert.Equal(balanced.Ms(1), random.Ms(1), 12);
        Assert.Equal(balanced.Ms(65_536), random.Ms(65_536), 9);
        Assert.True(random.Ms(16) <= balanced.Ms(16));
        Assert.Equal(Provenance.Interpolated, random.At(1).Provenance);
        Assert.True(random.RelativeUncertainty > balanced.RelativeUncertainty);
        Assert.EndsWith("balanced rows as random routing", random.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_without_operators_is_named()
    {
        var strange = SmallModels.Dense with { LayerGroups = [new LayerGroup(1, new UnpricedAttention("strange"), null)] };
        Assert.Contains(
            nameof(UnpricedAttention),
            Assert.Throws<NotSupportedException>(() => Build(strange, new ParallelLayout(1))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void More_tensor_parallel_ranks_leave_each_less_to_compute()
    {
        double GemmMs(int tp) => Build(SmallModels.Dense, new ParallelLayout(tp))
            .Where(op => op.Name.EndsWith("gemm", StringComparison.Ordinal))
            .Sum(op => op.Price(BatchShape.PrefillOnly(new PrefillChunk(4000))).Ms);
        double[] times = [GemmMs(1), GemmMs(2), GemmMs(4)];
        Assert.Equal(times.OrderDescending(), times);
    }

    [Fact]
    public void Twice_as_many_layers_cost_twice_the_layers()
    {
        var group = SmallModels.Dense.LayerGroups[0];
        double Ms(int layers) => new EngineModel(
            Build(SmallModels.Dense with { LayerGroups = [group with { Count = layers }] }, new ParallelLayout(2)), Calibration.None)
            .StepMs(BatchShape.Decode(8, 1000));
        Assert.Equal(Ms(20) - Ms(10), Ms(30) - Ms(20), 9);
        Assert.True(Ms(20) > Ms(10));
    }

    private IReadOnlyList<StepOperator> Build(
        ModelSpec model,
        ParallelLayout layout,
        QuantizationPlan? quantization = null,
        BackendKind backend = BackendKind.Vllm,
        OperatorOptions? options = null) => OperatorGraph.Build(
            model, layout, quantization ?? new QuantizationPlan(), backend, new KernelSet(SmallModels.Node, [_kernels]), options ?? new OperatorOptions());

    private static IEnumerable<string> Describe(IReadOnlyList<StepOperator> operators) =>
        operators.Select(op => $"{op.Name} ×{op.Launches} {op.Role}");

    private static CurveOperator Experts(IReadOnlyList<StepOperator> operators) => (CurveOperator)operators.Single(op => op.Name == "experts");

    private static IEnumerable<(string Name, int Launches, double Elements)> Collectives(IReadOnlyList<StepOperator> operators) =>
        from op in operators.OfType<CurveOperator>()
        where op.Name.EndsWith("reduce", StringComparison.Ordinal) || op.Name is "logits_gather" or "expert_dispatch" or "expert_combine"
        select (op.Name, op.Launches, op.SizePerRow);
}
