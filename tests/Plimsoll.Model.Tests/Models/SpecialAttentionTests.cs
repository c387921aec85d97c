using Plimsoll.Model.Models;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Tests.Models;

/// <summary>Attention whose heads, gates or reach differ between layers.</summary>
public sealed class SpecialAttentionTests
{
    [Fact]
    public void Windowed_layers_of_MiMo_have_key_value_heads_of_their_own_and_narrow_values() => Assert.Equal(
        [
            new GroupedQueryAttention(64, 4, 192) { ValueDim = 128 },
            new GroupedQueryAttention(64, 8, 192, Window: 128) { ValueDim = 128 },
        ],
        Distinct("XiaomiMiMo/MiMo-V2-Flash"));

    [Fact]
    public void Global_layers_of_Gemma_4_are_wider_and_use_keys_as_values() => Assert.Equal(
        [
            new GroupedQueryAttention(16, 8, 256, QkNorm: true, Window: 1024),
            new GroupedQueryAttention(16, 2, 512, QkNorm: true) { KeysAreValues = true },
        ],
        Distinct("google/gemma-4-26B-A4B"));

    [Fact]
    public void A_gate_for_each_head_widens_the_input_projection_by_the_heads()
    {
        var attention = (GroupedQueryAttention)Distinct("stepfun-ai/Step-3.7-Flash")[0];
        Assert.Equal(OutputGate.PerHead, attention.Gate);
        Assert.Equal((64 * 128) + (2 * 8 * 128) + 64, attention.InputWidth(1));
        Assert.Equal((2 * 64 * 128) + (2 * 8 * 128), (attention with { Gate = OutputGate.PerValue }).InputWidth(1));
    }

    [Fact]
    public void The_first_layers_of_MiniMax_M3_read_everything_and_the_others_sixteen_blocks()
    {
        var blocks = Distinct("MiniMaxAI/MiniMax-M3");
        Assert.Equal([new GroupedQueryAttention(64, 4, 128, QkNorm: true), new BlockSparseAttention(64, 4, 128, 4, 128, 16, 128)], blocks);
        Assert.Equal(2 * (1024 + 128), blocks[1].CacheBytesPerToken(KvQuant.Bf16, 1));
    }

    [Fact]
    public void DeepSeek_V4_compresses_by_four_with_an_indexer_by_128_without_and_some_layers_not_at_all()
    {
        var blocks = Distinct("deepseek-ai/DeepSeek-V4-Flash").Cast<CompressedAttention>().ToDictionary(block => block.Ratio);
        Assert.Equal([0, 4, 128], blocks.Keys.Order());
        Assert.Equal((null, 512, null), (blocks[0].Indexer?.TopK, blocks[4].Indexer?.TopK, blocks[128].Indexer?.TopK));
        Assert.Equal((0, (512 + 132) / 4.0, 4), (blocks[0].CacheBytesPerToken(KvQuant.Fp8, 1), blocks[4].CacheBytesPerToken(KvQuant.Fp8, 8), blocks[128].CacheBytesPerToken(KvQuant.Fp8, 1)));
        Assert.Equal(4, ModelCatalog.Find("deepseek-ai/DeepSeek-V4-Flash").ResidualStreams);
    }

    [Fact]
    public void Experts_in_a_latent_space_are_narrower_than_the_residual_stream()
    {
        var experts = ModelCatalog.Find("nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8").LayerGroups.Select(group => group.FeedForward).OfType<MixtureOfExperts>().Single();
        Assert.Equal((1024, 1024), (experts.LatentSize, experts.WidthOf(4096)));
    }

    private static AttentionBlock[] Distinct(string id) =>
        [.. ModelCatalog.Find(id).LayerGroups.Select(group => group.Attention!).Distinct()];
}
