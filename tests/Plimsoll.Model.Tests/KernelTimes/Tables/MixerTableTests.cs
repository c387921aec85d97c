using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.Models;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Tests.KernelTimes.Tables;

public sealed class MixerTableTests
{
    private static readonly LatentAttention Latent = (LatentAttention)ModelCatalog.Find("deepseek-ai/DeepSeek-V3").LayerGroups[0].Attention!;
    private static readonly LatentBlockKernel Block = new(Latent, 7168, 16, GemmQuant.Fp8Block, KvQuant.Bf16, FmhaQuant.Bf16);

    private static readonly MixerRow[] Prompts = [new(1, 128, 0.1), new(1, 1024, 0.4), new(2, 128, 0.15), new(2, 1024, 0.7)];

    private static readonly MixerRow[] Decodes =
        [new(1, 1, 0.1) { Step = 63 }, new(1, 1, 0.2) { Step = 1023 }, new(8, 1, 0.12) { Step = 63 }, new(8, 1, 0.4) { Step = 1023 }];

    [Fact]
    public void A_measured_block_answers_with_its_measurements()
    {
        var source = new SmallDatabase().Mixer("mla_context_module", Prompts).Mixer("mla_generation_module", Decodes).Source();
        var prefill = source.PrefillMixer(Block)!;
        Assert.Equal([0.1, 0.4, 0.15, 0.7], [prefill.Ms(1, 128, 0), prefill.Ms(1, 1024, 0), prefill.Ms(2, 128, 0), prefill.Ms(2, 1024, 0)], Close);
        Assert.Equal(Provenance.Measured, prefill.At(1, 1024, 0).Provenance);
        Assert.Equal((0.2, 0.12), (source.DecodeMixer(Block)!.Ms(1, 1024), source.DecodeMixer(Block)!.Ms(8, 64)));
    }

    [Fact]
    public void Another_model_of_the_same_shape_finds_the_rows_by_its_own_heads()
    {
        var kimi = (LatentAttention)ModelCatalog.Find("moonshotai/Kimi-K2-Instruct").LayerGroups[0].Attention!;
        var source = new SmallDatabase().Mixer("mla_context_module", [.. Prompts, .. Prompts.Select(row => row with { Heads = 8, Ms = row.Ms / 2 })]).Source();
        Assert.Equal(0.2, source.PrefillMixer(Block with { Block = kimi, Heads = 8 })!.Ms(1, 1024, 0), 9);
    }

    [Fact]
    public void A_model_of_another_shape_finds_nothing()
    {
        var source = new SmallDatabase().Mixer("mla_context_module", Prompts).Source();
        Assert.Null(source.PrefillMixer(Block with { Block = Latent with { KvRank = 256 } }));
        Assert.Null(source.PrefillMixer(Block with { HiddenSize = 2048 }));
        Assert.Null(source.DecodeMixer(Block));
    }

    [Fact]
    public void Between_head_counts_time_is_a_blend_and_beyond_them_it_follows_the_bound()
    {
        var source = new SmallDatabase().Mixer("mla_context_module", [.. Prompts, .. Prompts.Select(row => row with { Heads = 32, Ms = row.Ms * 2 })]).Source();
        var between = source.PrefillMixer(Block with { Heads = 24 })!;
        Assert.Equal((0.6, Provenance.Interpolated), (Math.Round(between.Ms(1, 1024, 0), 9), between.At(1, 1024, 0).Provenance));
        var beyond = source.PrefillMixer(Block with { Heads = 64 })!;
        Assert.InRange(beyond.Ms(1, 1024, 0), 1.2, 1.6);
        Assert.Equal(Provenance.Extrapolated, beyond.At(1, 1024, 0).Provenance);
    }

    [Fact]
    public void A_format_that_was_not_measured_is_transferred_by_the_bound()
    {
        var source = new SmallDatabase().Mixer("mla_context_module", Prompts).Source();
        var wide = source.PrefillMixer(Block with { Gemm = GemmQuant.Bf16 })!;
        Assert.InRange(wide.Ms(1, 1024, 0), 0.41, 0.8);
        Assert.Equal((Provenance.Transferred, "table vllm 1.0.0, from KV bfloat16, fp8_block projections, bfloat16 arithmetic"), (wide.At(1, 1024, 0).Provenance, wide.Source));
    }

    [Fact]
    public void Measured_prefixes_are_used_and_longer_ones_add_only_pairs()
    {
        var rows = Prompts.Concat(Prompts.Select(row => row with { Step = 512, Ms = row.Ms + 0.1 })).Append(new MixerRow(1, 128, 9) { Step = 7000 });
        var surface = new SmallDatabase().Mixer("mla_context_module", [.. rows]).Source().PrefillMixer(Block)!;
        Assert.Equal([0.4, 0.45, 0.5], [surface.Ms(1, 1024, 0), surface.Ms(1, 1024, 256), surface.Ms(1, 1024, 512)], Close);
        Assert.InRange(surface.Ms(1, 1024, 7000), 0.5, 1.5);
        Assert.Equal(Provenance.Extrapolated, surface.At(1, 1024, 7000).Provenance);
    }

    [Fact]
    public void A_layer_that_reuses_a_choice_of_tokens_takes_its_own_rows_else_those_of_a_full_layer_less_the_indexer()
    {
        var sparse = (LatentAttention)ModelCatalog.Find("deepseek-ai/DeepSeek-V3.2").LayerGroups[0].Attention!;
        var row = new MixerRow(1, 128, 0.1) { Model = "deepseek-ai/DeepSeek-V3.2" };
        var kernel = Block with { Block = sparse };
        var reusing = kernel with { Block = sparse with { Indexer = sparse.Indexer! with { Reuses = true } } };
        var without = new SmallDatabase().Mixer("dsa_context_module", row, row with { Isl = 1024 }).Source();
        Assert.Equal((0.1, Provenance.Measured), (without.PrefillMixer(kernel)!.Ms(1, 128, 0), without.PrefillMixer(kernel)!.At(1, 128, 0).Provenance));
        Assert.InRange(without.PrefillMixer(reusing)!.Ms(1, 128, 0), 0.05, 0.099);
        Assert.Equal(Provenance.Transferred, without.PrefillMixer(reusing)!.At(1, 128, 0).Provenance);

        var with = new SmallDatabase().Mixer("dsa_context_module", row, row with { Operation = "dsa_context_module_skip_indexer", Ms = 0.07 }).Source();
        Assert.Equal((0.1, 0.07), (with.PrefillMixer(kernel)!.Ms(1, 128, 0), with.PrefillMixer(reusing)!.Ms(1, 128, 0)));
    }

    [Fact]
    public void The_products_of_a_head_count_between_measured_ones_are_a_share_of_the_larger()
    {
        var source = new SmallDatabase().Absorption(("mla_gen_pre", 16, 1, 0.01), ("mla_gen_pre", 16, 64, 0.02), ("mla_gen_post", 16, 1, 0.03)).Source();
        Assert.Equal(0.02, source.PerToken(new LatentAbsorption(Latent, 16, GemmQuant.Fp8Block, AfterAttention: false))!.Ms(64));
        Assert.Equal(0.015, source.PerToken(new LatentAbsorption(Latent, 12, GemmQuant.Bf16, AfterAttention: false))!.Ms(64), 3);
        Assert.Equal(0.03, source.PerToken(new LatentAbsorption(Latent, 16, GemmQuant.Bf16, AfterAttention: true))!.Ms(1));
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-9;
}
