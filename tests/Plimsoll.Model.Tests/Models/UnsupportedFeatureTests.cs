using Plimsoll.Model.Models;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.Models;

public sealed class UnsupportedFeatureTests
{
    [Theory]
    [InlineData("Gemma3nForConditionalGeneration", "vocab_size", "100", "attention of a nested model (MatFormer)")]
    [InlineData("LlamaForCausalLM", "is_encoder_decoder", "true", "an encoder and a decoder (is_encoder_decoder)")]
    [InlineData("LlamaForCausalLM", "cross_attention_layers", "[3]", "cross-attention layers (cross_attention_layers)")]
    [InlineData("LlamaForCausalLM", "num_kv_shared_layers", "2", "a KV cache shared between layers (num_kv_shared_layers 2)")]
    [InlineData("LlamaForCausalLMEagle3", "vocab_size", "100", "a draft model for speculative decoding, not served on its own")]
    public void A_feature_that_is_not_priced_is_named_with_its_size(string architecture, string key, string json, string feature)
    {
        var model = ConfigText.Read(ConfigText.Of(architecture, ("head_dim", "64"), (key, json)));
        Assert.Equal([feature], model.Unsupported);
    }

    [Fact]
    public void An_unknown_kind_of_layer_is_named_with_the_number_of_its_layers()
    {
        var types = """["strange_attention", "strange_attention", "strange_attention", "full_attention"]""";
        var model = ConfigText.Read(ConfigText.Of("Qwen3ForCausalLM", ("layer_types", types)));
        Assert.Equal(["layers of the kind 'strange_attention' in 3 of 4 layers"], model.Unsupported);
    }

    [Theory]
    [InlineData("hybrid_override_pattern", "\"M-*-\"")]
    [InlineData("layers_block_type", "[\"mamba\", \"mlp\", \"attention\", \"mlp\"]")]
    public void Layers_of_Nemotron_H_are_halves(string key, string json)
    {
        var model = ConfigText.Read(ConfigText.Of(
            "NemotronHForCausalLM", (key, json), ("ssm_state_size", "128"), ("n_groups", "8"), ("mamba_num_heads", "32"), ("mamba_head_dim", "64")));

        Assert.Equal(
            [
                new LayerGroup(1, new RecurrentMixer(RecurrentKind.StateSpace, 8, 32, 128, 64, 4), null),
                new LayerGroup(2, null, new DenseFeedForward(4096, Gated: false)),
                new LayerGroup(1, new GroupedQueryAttention(16, 4, 64), null),
            ],
            model.LayerGroups);
    }

    [Fact]
    public void A_block_pattern_with_unknown_letters_is_refused()
    {
        var refused = Assert.Throws<InvalidInputException>(
            () => ConfigText.Read(ConfigText.Of("NemotronHForCausalLM", ("hybrid_override_pattern", "\"M-?*\""))));
        Assert.Contains("unknown kind of block '?'", refused.Message);
    }
}
