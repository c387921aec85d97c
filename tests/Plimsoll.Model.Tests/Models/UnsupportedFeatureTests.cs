using Plimsoll.Model.Models;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.Models;

public sealed class UnsupportedFeatureTests
{
    [Theory]
    [InlineData("Qwen3NextForCausalLM", "attn_output_gate", "true", "output-gated attention (attn_output_gate)")]
    [InlineData("MiMoV2FlashForCausalLM", "v_head_dim", "32", "attention with values narrower than keys (head_dim 64, v_head_dim 32)")]
    [InlineData("LlamaForCausalLM", "hc_mult", "4", "hyper-connections (hc_mult 4)")]
    [InlineData("LlamaForCausalLM", "is_encoder_decoder", "true", "an encoder and a decoder (is_encoder_decoder)")]
    [InlineData("LlamaForCausalLM", "cross_attention_layers", "[3]", "cross-attention layers (cross_attention_layers)")]
    [InlineData("LlamaForCausalLM", "num_kv_shared_layers", "2", "a KV cache shared between layers (num_kv_shared_layers 2)")]
    [InlineData("LlamaForCausalLMEagle3", "vocab_size", "100", "a draft model for speculative decoding, not served on its own")]
    [InlineData("DeepseekV4ForCausalLM", "compress_ratios", "[4]", "compressed sparse attention (compress_ratios, index_topk unstated)")]
    public void A_feature_that_is_not_priced_is_named_with_its_size(string architecture, string key, string json, string feature)
    {
        var model = ConfigText.Read(ConfigText.Of(architecture, ("head_dim", "64"), (key, json)));
        Assert.Equal([feature], model.Unsupported);
    }

    [Fact]
    public void A_hybrid_says_how_many_layers_are_not_attention()
    {
        var types = """["linear_attention", "linear_attention", "linear_attention", "full_attention"]""";
        var model = ConfigText.Read(ConfigText.Of("Qwen3_5ForConditionalGeneration", ("layer_types", types), ("linear_num_value_heads", "32")));
        Assert.Equal(["gated delta-net layers (linear_num_value_heads 32) in 3 of 4 layers"], model.Unsupported);
    }

    [Theory]
    [InlineData("hybrid_override_pattern", "\"M-*-\"")]
    [InlineData("layers_block_type", "[\"mamba\", \"mlp\", \"attention\", \"mlp\"]")]
    public void Layers_of_Nemotron_H_are_halves(string key, string json)
    {
        var model = ConfigText.Read(ConfigText.Of("NemotronHForCausalLM", (key, json), ("ssm_state_size", "128")));

        Assert.Equal(
            [
                new LayerGroup(1, new UnpricedAttention("Mamba-2 state-space layers (ssm_state_size 128)"), null),
                new LayerGroup(2, null, new DenseFeedForward(4096, Gated: false)),
                new LayerGroup(1, new GroupedQueryAttention(16, 4, 64), null),
            ],
            model.LayerGroups);
        Assert.Equal(["Mamba-2 state-space layers (ssm_state_size 128) in 1 of 4 layers"], model.Unsupported);
    }

    [Fact]
    public void A_block_pattern_with_unknown_letters_is_refused()
    {
        var refused = Assert.Throws<InvalidInputException>(
            () => ConfigText.Read(ConfigText.Of("NemotronHForCausalLM", ("hybrid_override_pattern", "\"M-?*\""))));
        Assert.Contains("unknown kind of block '?'", refused.Message);
    }
}
