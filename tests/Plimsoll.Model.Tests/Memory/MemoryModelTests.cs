using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.Memory;
using Plimsoll.Model.Models;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Tests.Operators;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.Memory;

public sealed class MemoryModelTests
{
    private static readonly MemorySettings Settings = new(8192, 256, 16, 0.9, MemoryFractionRule.Everything);

    private static readonly Gen<ModelSpec> AnyModel =
        from kvHeads in Gen.Elements(1, 2, 4, 8)
        from share in Gen.Elements(1, 4, 8)
        from layers in Gen.Choose(1, 80)
        from hidden in Gen.Choose(8, 64)
        from inter in Gen.Choose(8, 200)
        from vocabulary in Gen.Choose(1000, 200_000)
        from experts in Gen.Elements(0, 8, 64)
        from shared in Gen.Elements(0, 512)
        from tied in Gen.Elements(true, false)
        let attention = new GroupedQueryAttention(kvHeads * share, kvHeads, 128)
        let dense = new LayerGroup(layers, attention, new DenseFeedForward(inter * 128))
        let moe = new LayerGroup(layers, attention, new MixtureOfExperts(Math.Max(1, experts), 1, inter * 128, shared))
        select SmallModels.Dense with
        {
            HiddenSize = hidden * 128,
            VocabularySize = vocabulary,
            TiedEmbeddings = tied,
            LayerGroups = experts == 0 ? [dense] : [dense, moe],
        };

    private static readonly Gen<MemorySettings> AnySettings =
        from tokens in Gen.Elements(512, 2048, 8192, 65_536)
        from sequences in Gen.Elements(1, 64, 1024)
        from block in Gen.Elements(1, 16, 64)
        from fraction in Gen.Choose(5, 100)
        from rule in Gen.Elements(Enum.GetValues<MemoryFractionRule>())
        select new MemorySettings(tokens, sequences, block, fraction / 100.0, rule);

    [Fact]
    public void Weights_are_counted_matrix_by_matrix()
    {
        const double Attention = 1024.0 * 64 * ((2 * 16) + (2 * 4));
        const double Layer = Attention + (3.0 * 1024 * 2816);
        const double Ends = 2.0 * 1024 * 32_001;
        Assert.Equal((2 * ((3 * Layer) + Ends)) + (3 * 4 * 1024), Weights(SmallModels.Dense, new ParallelLayout(1)), 3);

        const double Routed = 3.0 * 1024 * 512 * 16;
        const double Shared = 3.0 * 1024 * 256;
        const double Mixture = (4 * (Attention + Routed + Shared + (1024 * 16))) + Attention + (3.0 * 1024 * 2048);
        Assert.Equal((2 * (Mixture + Ends)) + (5 * 4 * 1024), Weights(SmallModels.Moe, new ParallelLayout(1)), 3);
    }

    [Fact]
    public void Engines_that_free_what_left_the_window_cache_more_tokens()
    {
        var window = new GroupedQueryAttention(16, 4, 64, Window: 512);
        var model = SmallModels.Dense with { LayerGroups = [new LayerGroup(1, window with { Window = 0 }, null), new LayerGroup(3, window, null)] };
        const double OfLayer = 2.0 * 2 * 4 * 64;
        double PerToken(int sequence, double share) => Memory(model, new ParallelLayout(1))
            .Ledger(Settings with { SequenceTokens = sequence, WindowedCacheShare = share }).KvBytesPerToken;
        Assert.Equal([4 * OfLayer, 1.75 * OfLayer, 3.4 * OfLayer, 4 * OfLayer], [PerToken(2048, 1), PerToken(2048, 0), Math.Round(PerToken(2048, 0.8), 6), PerToken(256, 0)]);
    }

    [Fact]
    public void Number_formats_weigh_what_they_store()
    {
        double Of(QuantizationPlan plan) => WeightBytes.PerGpu(SmallModels.Moe, new ParallelLayout(1), plan);
        var bf16 = Of(new QuantizationPlan());
        Assert.Equal(4 * 3.0 * 1024 * 512 * 16 * (2 - 0.5625), bf16 - Of(new QuantizationPlan { Moe = MoeQuant.Nvfp4 }), 3);
        Assert.Equal(5 * 1024.0 * 64 * 40, bf16 - Of(new QuantizationPlan { AttentionGemm = GemmQuant.Fp8 }), 3);
        Assert.Equal(4 * 3.0 * 1024 * 256, bf16 - Of(new QuantizationPlan { SharedExpertGemm = GemmQuant.Fp8 }), 3);
        Assert.Equal(1024.0 * 32_001, bf16 - Of(new QuantizationPlan { OutputGemm = GemmQuant.Fp8 }), 3);
    }

    [Fact]
    public void Tied_embeddings_are_held_once_unless_stages_keep_them_apart()
    {
        var tied = SmallModels.Dense with { TiedEmbeddings = true };
        Assert.Equal(2.0 * 1024 * 32_001, Weights(SmallModels.Dense, new ParallelLayout(1)) - Weights(tied, new ParallelLayout(1)), 3);
        Assert.Equal(Weights(SmallModels.Dense, new ParallelLayout(1, Pp: 3)), Weights(tied, new ParallelLayout(1, Pp: 3)), 3);
    }

    [Fact]
    public void Learned_positions_and_unpriced_towers_weigh_too()
    {
        var plain = Weights(SmallModels.Dense, new ParallelLayout(2));
        Assert.Equal(2.0 * 1024 * 512, Weights(SmallModels.Dense with { LearnedPositions = 512 }, new ParallelLayout(2)) - plain, 3);
        Assert.Equal(500, Weights(SmallModels.Dense with { UnpricedWeightBytes = 1000 }, new ParallelLayout(2)) - plain, 3);
    }

    [Fact]
    public void Splitting_never_makes_a_gpu_hold_more_weights_or_cache() => Properties.Check(
        from model in AnyModel
        from tp in Gen.Elements(1, 2, 4, 8)
        from pp in Gen.Choose(1, 4)
        from ep in Gen.Elements(1, 2, 4, 8)
        select (model, layout: new ParallelLayout(tp, pp, 1, 1, ep)),
        sample =>
        {
            var (model, layout) = sample;
            ParallelLayout[] wider = [layout with { Tp = 2 * layout.Tp }, layout with { Pp = 2 * layout.Pp }, layout with { MoeEp = 2 * layout.MoeEp }, layout with { MoeTp = 2 }];
            return wider.All(split => Weights(model, split) <= Weights(model, layout) * (1 + 1e-12)
                && Memory(model, split).KvBytesPerToken <= Memory(model, layout).KvBytesPerToken * (1 + 1e-12));
        });

    [Fact]
    public void Experts_are_all_that_expert_parallel_ranks_share() => Assert.Equal(
        4 * 2 * 3.0 * 1024 * 512 * 16 * 3 / 4,
        Weights(SmallModels.Moe, new ParallelLayout(1, AttentionDp: 1)) - Weights(SmallModels.Moe, new ParallelLayout(1, AttentionDp: 4, MoeEp: 4)),
        3);

    [Theory]
    [InlineData(1, 1, 4 * 5)]
    [InlineData(2, 1, 2 * 5)]
    [InlineData(4, 1, 1 * 5)]
    [InlineData(8, 1, 1 * 5)]
    [InlineData(1, 2, 4 * 3)]
    [InlineData(1, 5, 4 * 1)]
    public void A_token_is_cached_by_the_local_heads_of_the_fullest_stage(int tp, int pp, int headsTimesLayers)
    {
        var memory = Memory(SmallModels.Moe, new ParallelLayout(tp, pp, MoeEp: tp));
        Assert.Equal(2.0 * 2 * 64 * headsTimesLayers, memory.KvBytesPerToken, 6);
        Assert.Equal(2.0 * 2 * 64 * 4 * 5, memory.WholeKvBytesPerToken, 6);
    }

    [Fact]
    public void An_fp8_cache_holds_twice_the_tokens() => Assert.Equal(
        Memory(SmallModels.Dense, new ParallelLayout(1)).KvBytesPerToken / 2,
        Memory(SmallModels.Dense, new ParallelLayout(1), new QuantizationPlan { KvCache = KvQuant.Fp8 }).KvBytesPerToken);

    [Fact]
    public void The_three_rules_divide_the_device_as_their_engines_do()
    {
        MemoryLedger Ledger(MemoryFractionRule rule) => Memory(SmallModels.Dense, new ParallelLayout(1)).Ledger(Settings with { MemoryFraction = 0.5, Rule = rule });
        var everything = Ledger(MemoryFractionRule.Everything);
        Assert.Equal(0.5 * everything.DeviceBytes, everything.FixedBytes + everything.KvBytes, 0);
        Assert.True(everything.ActivationBytes > 0);

        var outside = Ledger(MemoryFractionRule.WeightsAndCache);
        Assert.Equal(0.5 * outside.DeviceBytes, outside.FixedBytes + outside.KvBytes, 0);
        Assert.Equal((0, everything.ActivationBytes), (outside.ActivationBytes, outside.OutsideBudgetBytes));

        var ofFree = Ledger(MemoryFractionRule.CacheOfFree);
        Assert.Equal(0.5 * (ofFree.DeviceBytes - ofFree.FixedBytes), ofFree.KvBytes, 0);
    }

    [Fact]
    public void What_fits_never_exceeds_the_device_and_comes_in_whole_blocks() => Properties.Check(
        from model in AnyModel from settings in AnySettings select (model, settings),
        sample =>
        {
            var ledger = Memory(sample.model, new ParallelLayout(1)).Ledger(sample.settings);
            return ledger.KvTokenCapacity % sample.settings.KvBlockTokens == 0
                && ledger.KvTokenCapacity >= 0
                && (ledger.KvBytes > 0 || ledger.KvTokenCapacity == 0)
                && (ledger.KvBytes <= 0 || ledger.UsedBytes(ledger.KvTokenCapacity) <= ledger.DeviceBytes * (1 + 1e-12))
                && ledger.KvTokenCapacity * ledger.KvBytesPerToken <= Math.Max(0, ledger.KvBytes);
        },
        tests: 1000);

    [Fact]
    public void A_larger_share_never_caches_less_and_larger_batches_never_more() => Properties.Check(
        from model in AnyModel from settings in AnySettings from share in Gen.Choose(0, 50) select (model, settings, share / 100.0),
        sample =>
        {
            var (model, settings, share) = sample;
            long Capacity(MemorySettings of) => Memory(model, new ParallelLayout(1)).Ledger(of).KvTokenCapacity;
            return Capacity(settings) <= Capacity(settings with { MemoryFraction = Math.Min(1, settings.MemoryFraction + share) })
                && Capacity(settings) >= Capacity(settings with { MaxBatchedTokens = 2 * settings.MaxBatchedTokens })
                && Capacity(settings) >= Capacity(settings with { MaxSequences = 2 * settings.MaxSequences });
        });

    [Fact]
    public void A_model_that_does_not_fit_has_no_cache_and_says_by_how_much()
    {
        var huge = SmallModels.Dense with { LayerGroups = [new LayerGroup(900, new GroupedQueryAttention(16, 4, 64), new DenseFeedForward(65_536))] };
        var ledger = Memory(huge, new ParallelLayout(1)).Ledger(Settings);
        Assert.True(ledger.WeightsBytes > ledger.DeviceBytes && ledger.KvBytes < 0);
        Assert.Equal(0, ledger.KvTokenCapacity);
    }

    [Fact]
    public void Only_workers_of_several_gpus_hold_communication_buffers()
    {
        double Buffers(int gpus) => Memory(SmallModels.Dense, new ParallelLayout(gpus)).Ledger(Settings).CommunicationBytes;
        Assert.Equal(0, Buffers(1));
        Assert.Equal(SmallModels.Node.NcclBytes[2], Buffers(2));
        Assert.Equal(SmallModels.Node.NcclBytes[8], Buffers(16));
    }

    [Fact]
    public void Activations_are_the_larger_of_a_layer_and_the_logits()
    {
        double Activations(MemorySettings settings) => Memory(SmallModels.Dense, new ParallelLayout(1)).Ledger(settings).ActivationBytes;
        var layer = Activations(Settings with { MaxSequences = 1 });
        Assert.Equal(2 * layer, Activations(Settings with { MaxSequences = 1, MaxBatchedTokens = 16_384 }), 3);
        Assert.Equal(6.0 * 100_000 * 32_001, Activations(Settings with { MaxSequences = 100_000 }), 3);
    }

    [Fact]
    public void Expert_workspaces_follow_their_calibration()
    {
        double Activations(double factor) => new MemoryModel(
                SmallModels.Moe, SmallModels.Node, new ParallelLayout(1), new QuantizationPlan(), new Calibration { ExpertWorkspaceFactor = factor })
            .Ledger(Settings with { MaxSequences = 1 }).ActivationBytes;
        Assert.Equal(Activations(2) - Activations(1), Activations(3) - Activations(2), 3);
        Assert.True(Activations(2) > Activations(1));
    }

    private static double Weights(ModelSpec model, ParallelLayout layout) => WeightBytes.PerGpu(model, layout, new QuantizationPlan());

    private static MemoryModel Memory(ModelSpec model, ParallelLayout layout, QuantizationPlan? quantization = null) =>
        new(model, SmallModels.Node, layout, quantization ?? new QuantizationPlan(), Calibration.None);
}
