using Plimsoll.Model.Models;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Tests.Models;

public sealed class RecurrentMixerTests
{
    private static readonly RecurrentMixer Delta = (RecurrentMixer)ModelCatalog.Find("Qwen/Qwen3.5-397B-A17B").LayerGroups[0].Attention!;

    [Fact]
    public void A_hybrid_reads_as_recurrent_and_gated_layers()
    {
        var model = ModelCatalog.Find("Qwen/Qwen3.5-397B-A17B");
        Assert.Equal(new RecurrentMixer(RecurrentKind.GatedDelta, 16, 64, 128, 128, 4), Delta);
        Assert.Equal(new GroupedQueryAttention(32, 2, 256, QkNorm: true) { Gate = OutputGate.PerValue }, model.LayerGroups[1].Attention);
        Assert.Equal([45, 15], model.LayerGroups.Select(group => group.Count));
    }

    [Fact]
    public void It_keeps_a_state_and_nothing_of_the_tokens()
    {
        const double State = 4.0 * 64 * 128 * 128;
        const double Convolution = 2.0 * ((2 * 16 * 128) + (64 * 128)) * 3;
        Assert.Equal((0, State + Convolution, (State + Convolution) / 8), (Delta.CacheBytesPerToken(KvQuant.Bf16, 1), Delta.StateBytes(1), Delta.StateBytes(8)));
    }

    [Fact]
    public void Key_heads_are_copied_where_there_are_more_gpus_and_value_heads_are_not()
    {
        Assert.Null(Delta.Refusal(32));
        Assert.Equal((1, 2), (Delta.LocalKeyHeads(32), Delta.LocalValueHeads(32)));
        Assert.Equal("64 recurrent heads do not divide by tp 128", Delta.Refusal(128));
        Assert.Equal("64 recurrent heads do not divide by tp 3", Delta.Refusal(3));
    }

    [Fact]
    public void Kimi_counts_its_recurrent_layers_from_one()
    {
        var delta = """{"kda_layers": [1, 3], "num_heads": 8, "head_dim": 64, "short_conv_kernel_size": 4}""";
        var model = ConfigText.Read(ConfigText.Of("KimiK3ForConditionalGeneration", ("linear_attn_config", delta)));
        var mixer = new RecurrentMixer(RecurrentKind.ChannelDelta, 8, 8, 64, 64, 4);
        Assert.Equal([(2, mixer), (2, (AttentionBlock)new GroupedQueryAttention(16, 4, 64))], model.LayerGroups.Select(group => (group.Count, group.Attention!)));
    }
}
