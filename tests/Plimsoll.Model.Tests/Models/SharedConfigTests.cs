using Plimsoll.Model.Models;

namespace Plimsoll.Model.Tests.Models;

/// <summary>Every configuration beside the checkout reads, or names what of it is not priced.</summary>
public sealed class SharedConfigTests
{
    private static readonly string[] Priced =
    [
        "LlamaForCausalLM", "Qwen3ForCausalLM", "Qwen3MoeForCausalLM", "Qwen3VLForConditionalGeneration", "Qwen3VLMoeForConditionalGeneration",
        "MiMoForCausalLM", "MixtralForCausalLM", "DeciLMForCausalLM", "GptOssForCausalLM", "MiniMaxM2ForCausalLM", "Llama4ForConditionalGeneration",
        "DeepseekV3ForCausalLM", "DeepseekV32ForCausalLM", "KimiK25ForConditionalGeneration", "GlmMoeDsaForCausalLM",
    ];

    [Fact]
    public void Exactly_the_families_without_foreign_attention_are_priced()
    {
        var ids = SharedConfigs.Ids();

        Assert.True(ids.Count >= 75);
        foreach (var model in ids.Select(SharedConfigs.Read))
        {
            Assert.Equal((model.Id, Priced.Contains(model.Architecture)), (model.Id, model.Unsupported.Count == 0));
            Assert.True(model.Layers > 0 && model.HiddenSize > 0 && model.VocabularySize > 0 && model.MaxPositions > 0, model.Id);
            Assert.DoesNotContain(model.Unsupported, feature => feature.Contains("the architecture "));
        }
    }

    [Theory]
    [InlineData("Qwen/Qwen3.5-27B", "gated delta-net layers (linear_num_value_heads 48) in 48 of 64 layers")]
    [InlineData("nvidia/Nemotron-H-56B-Base-8K", "Mamba-2 state-space layers (ssm_state_size 256) in 54 of 118 layers")]
    [InlineData("MiniMaxAI/MiniMax-M3", "block-sparse attention (sparse_topk_blocks 16) in 57 of 60 layers")]
    [InlineData("google/gemma-4-26B-A4B", "attention that reuses keys as values (attention_k_eq_v) in 5 of 30 layers")]
    public void A_refused_family_says_precisely_why(string id, string feature) => Assert.Equal(feature, SharedConfigs.Read(id).Unsupported[0]);

    [Fact]
    public void A_folder_of_the_engine_measured_reads_as_measured()
    {
        var model = SharedConfigs.Read("Qwen/Qwen3-32B-FP8");

        // 262,144 bytes: the engine's own figure for one cached token.
        var attention = (GroupedQueryAttention)Assert.Single(model.LayerGroups).Attention!;
        Assert.Equal(262144, model.Layers * 2 * attention.KvHeads * attention.HeadDim * Plimsoll.Model.Quantization.QuantizationNames.BytesPerValue(model.Quantization.KvCache));
        Assert.Equal(40960, model.MaxPositions);
    }
}
