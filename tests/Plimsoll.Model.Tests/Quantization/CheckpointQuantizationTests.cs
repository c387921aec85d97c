using Plimsoll.Model.Quantization;
using Plimsoll.Model.Tests.Models;

namespace Plimsoll.Model.Tests.Quantization;

public sealed class CheckpointQuantizationTests
{
    private static readonly (string, string?)[] Experts =
        [("num_experts", "8"), ("num_experts_per_tok", "2"), ("moe_intermediate_size", "256"), ("first_k_dense_replace", "1")];

    [Fact]
    public void A_checkpoint_that_declares_nothing_is_bf16() => Assert.Equal(new QuantizationPlan(), Dense(null));

    [Theory]
    [InlineData("""{"quant_method": "fp8", "activation_scheme": "dynamic"}""", GemmQuant.Fp8)]
    [InlineData("""{"quant_method": "fp8", "activation_scheme": "static"}""", GemmQuant.Fp8Static)]
    [InlineData("""{"quant_method": "fp8", "activation_scheme": "dynamic", "weight_block_size": [128, 128]}""", GemmQuant.Fp8Block)]
    [InlineData("""{"quant_method": "fbgemm_fp8"}""", GemmQuant.Fp8)]
    [InlineData("""{"quant_method": "awq", "bits": 4, "group_size": 128}""", GemmQuant.Int4WeightOnly)]
    [InlineData("""{"quant_method": "awq", "w_bit": 4}""", GemmQuant.Int4WeightOnly)]
    [InlineData("""{"quant_method": "gptq", "bits": 8}""", GemmQuant.Int8WeightOnly)]
    [InlineData("""{"quant_method": "modelopt", "quant_algo": "FP8"}""", GemmQuant.Fp8Static)]
    [InlineData("""{"quant_method": "modelopt", "quant_algo": "NVFP4"}""", GemmQuant.Nvfp4)]
    [InlineData("""{"quant_algo": "W4A16_NVFP4"}""", GemmQuant.Nvfp4WeightOnly)]
    [InlineData("""{"quant_algo": "W8A8_SQ_PER_CHANNEL"}""", GemmQuant.Int8SmoothQuant)]
    [InlineData("""{"quant_algo": "W4A16_AWQ"}""", GemmQuant.Int4WeightOnly)]
    [InlineData("""{"quant_method": "mxfp4"}""", GemmQuant.Bf16)]
    public void The_method_says_how_dense_projections_are_stored(string config, GemmQuant expected) => Assert.Equal(expected, Dense(config).Gemm);

    [Theory]
    [InlineData("""{"num_bits": 8, "type": "float", "strategy": "channel"}""", """{"num_bits": 8, "type": "float", "dynamic": true}""", GemmQuant.Fp8)]
    [InlineData("""{"num_bits": 8, "type": "float", "strategy": "tensor"}""", """{"num_bits": 8, "type": "float", "dynamic": false}""", GemmQuant.Fp8Static)]
    [InlineData("""{"num_bits": 8, "type": "float", "strategy": "block"}""", """{"num_bits": 8, "type": "float", "dynamic": true}""", GemmQuant.Fp8Block)]
    [InlineData("""{"num_bits": 8, "type": "int"}""", """{"num_bits": 8, "type": "int"}""", GemmQuant.Int8SmoothQuant)]
    [InlineData("""{"num_bits": 8, "type": "int"}""", "null", GemmQuant.Int8WeightOnly)]
    [InlineData("""{"num_bits": 4, "type": "int", "group_size": 128}""", "null", GemmQuant.Int4WeightOnly)]
    [InlineData("""{"num_bits": 4, "type": "float", "group_size": 16}""", """{"num_bits": 4, "type": "float"}""", GemmQuant.Nvfp4)]
    [InlineData("""{"num_bits": 4, "type": "float", "group_size": 16}""", "null", GemmQuant.Nvfp4WeightOnly)]
    public void Compressed_tensors_state_bits_and_activations(string weights, string inputs, GemmQuant expected)
    {
        var config = $$$"""
            {"quant_method": "compressed-tensors", "ignore": ["lm_head"],
             "config_groups": {"group_0": {"targets": ["Linear"], "weights": {{{weights}}}, "input_activations": {{{inputs}}} } } }
            """;
        Assert.Equal(expected, Dense(config).Gemm);
    }

    [Fact]
    public void Groups_may_aim_at_some_modules_only()
    {
        var plan = OfExperts("""
            {"quant_method": "compressed-tensors", "config_groups": {
              "a": {"targets": ["re:.*self_attn.*"], "weights": {"num_bits": 8, "type": "float"}, "input_activations": {"dynamic": true}},
              "b": {"targets": ["re:.*mlp.experts.*"], "weights": {"num_bits": 4, "type": "float", "group_size": 16}, "input_activations": {"num_bits": 4}}}}
            """);
        Assert.Equal((GemmQuant.Bf16, GemmQuant.Fp8, MoeQuant.Nvfp4), (plan.Gemm, plan.AttentionGemm, plan.Moe));
    }

    [Fact]
    public void MXFP4_means_the_experts()
    {
        var plan = OfExperts("""{"quant_method": "mxfp4", "modules_to_not_convert": ["model.layers.*.self_attn", "lm_head"]}""");
        Assert.Equal(new QuantizationPlan { Moe = MoeQuant.Mxfp4WeightOnly }, plan);
    }

    [Theory]
    [InlineData("\"*self_attn*\"")]
    [InlineData("\"re:.*self_attn.*\"")]
    [InlineData("\"model.layers.0.self_attn\", \"model.layers.1.self_attn*\", \"model.layers.2.self_attn\", \"model.layers.3.self_attn.*\"")]
    public void Excluded_attention_stays_bf16_beside_quantised_experts(string patterns)
    {
        var plan = OfExperts($$"""{"quant_algo": "NVFP4", "exclude_modules": [{{patterns}}, "lm_head", "model.layers.1.mlp.gate"]}""");
        Assert.Equal((GemmQuant.Nvfp4, GemmQuant.Bf16, MoeQuant.Nvfp4), (plan.Gemm, plan.AttentionGemm, plan.Moe));
    }

    [Fact]
    public void Excluded_experts_stay_bf16()
    {
        var plan = OfExperts("""{"quant_algo": "FP8", "exclude_modules": ["*.mlp.experts.*"]}""");
        Assert.Equal((GemmQuant.Fp8Static, MoeQuant.Bf16), (plan.Gemm, plan.Moe));
    }

    [Fact]
    public void A_name_excludes_whole_components_only()
    {
        var plan = OfExperts("""{"quant_method": "fp8", "weight_block_size": [128, 128], "modules_to_not_convert": ["gate", "q", "lm_head"]}""");
        Assert.Equal(new QuantizationPlan { Gemm = GemmQuant.Fp8Block, Moe = MoeQuant.Fp8Block }, plan);
    }

    [Fact]
    public void Layers_excluded_in_part_are_counted_in_a_note()
    {
        var model = ConfigText.Read(ConfigText.With(
            ("quantization_config", """{"quant_algo": "NVFP4", "exclude_modules": ["model.layers.0*", "model.layers.1.self_attn.o_proj"]}""")));

        Assert.Equal(GemmQuant.Nvfp4, model.Quantization.Gemm);
        Assert.Contains("Attention modules are kept in bf16 in 1 of 4 layers, in part in 1; all are priced as quantised", model.Approximations);
        Assert.Contains("DenseFeedForward modules are kept in bf16 in 1 of 4 layers, in part in 0; all are priced as quantised", model.Approximations);
    }

    [Fact]
    public void Mixed_precision_lists_modules_one_by_one()
    {
        var model = ConfigText.Read(
            ConfigText.Of("Glm4MoeForCausalLM", [.. Experts, ("shared_expert_intermediate_size", "128")]),
            """
            {"quantization": {"quant_algo": "MIXED_PRECISION", "kv_cache_quant_algo": "FP8", "quantized_layers": {
              "model.layers.1.mlp.experts.0.up_proj": {"quant_algo": "NVFP4"}, "model.layers.1.mlp.experts.1.up_proj": {"quant_algo": "NVFP4"},
              "model.layers.1.mlp.experts.2.up_proj": {"quant_algo": "FP8"}, "model.layers.1.mlp.shared_experts.up_proj": {"quant_algo": "FP8"},
              "model.layers.0.mlp.up_proj": {"quant_algo": "NVFP4"}, "lm_head": {"quant_algo": "FP8"}}}}
            """);

        Assert.Equal(
            new QuantizationPlan
            {
                Gemm = GemmQuant.Nvfp4,
                AttentionGemm = GemmQuant.Bf16,
                SharedExpertGemm = GemmQuant.Fp8Static,
                Moe = MoeQuant.Nvfp4,
                OutputGemm = GemmQuant.Fp8Static,
                KvCache = KvQuant.Fp8,
            },
            model.Quantization);
        Assert.Contains("modules of the kind Experts have 2 formats; all are priced as NVFP4", model.Approximations);
    }

    [Fact]
    public void The_file_of_ModelOpt_wins_over_the_configuration()
    {
        var model = ConfigText.Read(
            ConfigText.With(("quantization_config", """{"quant_algo": "NVFP4"}""")),
            """{"quantization": {"quant_algo": "FP8", "kv_cache_quant_algo": "FP8", "exclude_modules": ["lm_head"]}}""");
        Assert.Equal(new QuantizationPlan { Gemm = GemmQuant.Fp8Static, KvCache = KvQuant.Fp8 }, model.Quantization);
    }

    [Theory]
    [InlineData("\"kv_cache_quant_algo\": \"FP8\"", KvQuant.Fp8)]
    [InlineData("\"kv_cache_scheme\": \"FP8\"", KvQuant.Fp8)]
    [InlineData("\"kv_cache_scheme\": {\"num_bits\": 8, \"type\": \"float\"}", KvQuant.Fp8)]
    [InlineData("\"kv_cache_scheme\": {\"num_bits\": 8, \"type\": \"int\"}", KvQuant.Int8)]
    [InlineData("\"kv_cache_scheme\": null", KvQuant.Bf16)]
    [InlineData("\"kv_cache_dtype\": \"fp8_e4m3\"", KvQuant.Fp8)]
    [InlineData("\"kv_cache_dtype\": \"auto\"", KvQuant.Bf16)]
    public void The_KV_cache_is_quantised_only_where_declared(string declaration, KvQuant expected) =>
        Assert.Equal(expected, Dense($$"""{"quant_method": "fp8", {{declaration}}}""").KvCache);

    [Theory]
    [InlineData("""{"quant_method": "hqq"}""", "the quantisation method 'hqq'")]
    [InlineData("""{"quant_method": "gptq", "bits": 3}""", "3-bit integer weights")]
    [InlineData("""{"quant_algo": "W2A2"}""", "the quantisation 'W2A2'")]
    [InlineData("""{"quant_method": "fp8", "kv_cache_dtype": "int2"}""", "the KV cache format 'int2'")]
    [InlineData("""{"quant_method": "compressed-tensors", "config_groups": {"g": {"weights": {"num_bits": 2, "type": "int", "group_size": 64}}}}""",
        "weights quantised as 2-bit int in groups of 64")]
    public void What_cannot_be_priced_is_named(string config, string feature) =>
        Assert.Equal([feature], ConfigText.Read(ConfigText.With(("quantization_config", config))).Unsupported);

    [Fact]
    public void Experts_in_8_bit_integers_are_not_priced()
    {
        var model = ConfigText.Read(ConfigText.Of("Qwen3MoeForCausalLM", [.. Experts, ("quantization_config", """{"quant_method": "gptq", "bits": 8}""")]));
        Assert.Equal(["experts quantised as Int8WeightOnly"], model.Unsupported);
    }

    [Fact]
    public void An_unusable_pattern_is_said_to_be_left_out()
    {
        var model = ConfigText.Read(ConfigText.With(("quantization_config", """{"quant_algo": "FP8", "exclude_modules": ["re:(", "re:(?<=x)y"]}""")));
        Assert.Equal(2, model.Approximations.Count(note => note.Contains("cannot be read and was not applied")));
    }

    private static QuantizationPlan Dense(string? config) => ConfigText.Read(ConfigText.With(("quantization_config", config))).Quantization;

    private static QuantizationPlan OfExperts(string config) =>
        ConfigText.Read(ConfigText.Of("Glm4MoeForCausalLM", [.. Experts, ("quantization_config", config)])).Quantization;
}
