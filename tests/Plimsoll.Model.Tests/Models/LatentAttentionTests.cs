using Plimsoll.Model.Models;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Tests.Models;

public sealed class LatentAttentionTests
{
    private static readonly (string, string?)[] Keys =
    [
        ("q_lora_rank", "512"), ("kv_lora_rank", "256"), ("qk_nope_head_dim", "64"), ("qk_rope_head_dim", "32"), ("v_head_dim", "48"),
    ];

    private static readonly (string, string?)[] Indexer = [("index_topk", "128"), ("index_n_heads", "8"), ("index_head_dim", "16")];

    [Fact]
    public void A_configuration_with_a_latent_rank_reads_as_latent_attention() => Assert.Equal(
        new LatentAttention(16, 512, 256, 64, 32, 48), Read(Keys).LayerGroups[0].Attention);

    [Fact]
    public void Without_a_query_rank_queries_come_from_the_residual_stream()
    {
        var block = (LatentAttention)Read([.. Keys[1..]]).LayerGroups[0].Attention!;
        Assert.Equal((0, 288), (block.QueryRank, block.DownWidth));
        Assert.Equal((1024 * 288) + (1024 * 16 * 96) + (256 * 16 * 112) + (16 * 48 * 1024), block.Weights(1024, 1).Projections);
    }

    [Fact]
    public void Layers_that_share_a_choice_of_tokens_have_no_indexer_of_their_own()
    {
        var model = Read([.. Keys, .. Indexer, ("indexer_types", """["full", "shared", "shared", "full"]""")]);
        Assert.Equal([2, 2], model.LayerGroups.Select(group => group.Count));
        var (full, shared) = (model.LayerGroups[0].Attention!, model.LayerGroups[1].Attention!);
        Assert.True(full.Weights(1024, 1).Projections > shared.Weights(1024, 1).Projections);
        Assert.Equal(16 + 4, full.CacheBytesPerToken(KvQuant.Fp8, 1) - shared.CacheBytesPerToken(KvQuant.Fp8, 1));
    }

    [Fact]
    public void Every_gpu_keeps_the_whole_latent_cache()
    {
        var block = ModelCatalog.Find("deepseek-ai/DeepSeek-V3").LayerGroups[0].Attention!;
        Assert.Equal((1152, 1152, 576), (block.CacheBytesPerToken(KvQuant.Bf16, 1), block.CacheBytesPerToken(KvQuant.Bf16, 8), block.CacheBytesPerToken(KvQuant.Fp8, 8)));
    }

    [Fact]
    public void A_missing_size_is_an_error_of_the_file() =>
        Assert.Contains("qk_rope_head_dim", TypedMessage([.. Keys.Where(key => key.Item1 != "qk_rope_head_dim")]), StringComparison.Ordinal);

    private static string TypedMessage((string, string?)[] keys) =>
        Assert.Throws<Plimsoll.Model.Validation.InvalidInputException>(() => Read(keys)).Message;

    private static ModelSpec Read((string, string?)[] keys) => ConfigText.Read(ConfigText.Of("DeepseekV3ForCausalLM", keys));
}
