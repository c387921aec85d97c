using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.Tests.KernelTimes.Tables;

public sealed class MoeTableTests
{
    private const string LowLatency = "moe_torch_flow_min_latency";

    private static readonly MoeKey Key = new(MoeQuant.Bf16, 8, 2, 512, 256, 1, 1, "balanced");

    private static GpuSystem Gpu { get; } = new SmallDatabase().Catalog().System;

    [Fact]
    public void An_exact_shape_answers_with_its_own_rows_in_order()
    {
        var curve = Curve(Key, new MoeRow(64, 3), new MoeRow(1, 1), new MoeRow(1, 2), new MoeRow(1, 9));
        Assert.Equal([1, 64], curve.Sizes.ToArray());
        Assert.Equal([2, 3], curve.Times.ToArray());
        Assert.Equal((Provenance.Measured, "table vllm 1.0.0"), (curve.At(64).Provenance, curve.Source));
    }

    [Fact]
    public void Above_the_last_count_time_grows_at_the_utilisation_of_the_last()
    {
        var curve = Curve(Key, new MoeRow(1, 1), new MoeRow(65_536, 2 * Bound(Key, 65_536)));
        Assert.Equal(2 * Bound(Key, 262_144), curve.Ms(262_144), 6);
    }

    [Fact]
    public void The_kernel_that_was_measured_most_is_the_engines_choice()
    {
        var curve = Curve(Key, new MoeRow(1, 7) { Kernel = "rare" }, new MoeRow(1, 1), new MoeRow(64, 3));
        Assert.Equal(1, curve.Ms(1));
    }

    [Fact]
    public void The_low_latency_kernel_serves_small_batches()
    {
        MoeRow[] rows =
        [
            new MoeRow(1, 5), new MoeRow(128, 6), new MoeRow(256, 8),
            new MoeRow(1, 1) { Kernel = LowLatency }, new MoeRow(128, 2) { Kernel = LowLatency }, new MoeRow(256, 3) { Kernel = LowLatency },
        ];
        var curve = Curve(Key, rows);
        Assert.Equal((1, 2, 8), (curve.Ms(1), curve.Ms(128), curve.Ms(256)));
        Assert.Equal(5, Curve(Key with { Gated = false }, rows).Ms(1));
    }

    [Fact]
    public void Another_shape_is_transferred_from_the_nearest_and_scaled_by_the_roofline()
    {
        MoeRow[] rows =
        [
            new MoeRow(1, 1), new MoeRow(4096, 4),
            new MoeRow(1, 70) { Experts = 64, TopK = 8, Hidden = 4096 }, new MoeRow(4096, 90) { Experts = 64, TopK = 8, Hidden = 4096 },
        ];
        var wider = Key with { IntermediateSize = 512 };
        var curve = Curve(wider, rows);
        Assert.Equal(4 * Bound(wider, 4096) / Bound(Key, 4096), curve.Ms(4096), 9);
        Assert.Equal(Provenance.Transferred, curve.At(4096).Provenance);
        Assert.Equal("table vllm 1.0.0, from 8 experts top-2, 512×256, tp1 ep1, balanced", curve.Source);
        Assert.True(Curve(Key with { IntermediateSize = 2048 }, rows).RelativeUncertainty > curve.RelativeUncertainty);
    }

    [Fact]
    public void Another_routing_is_transferred_too()
    {
        var curve = Curve(Key with { Distribution = "power_law_1.2" }, new MoeRow(1, 1), new MoeRow(64, 3));
        Assert.Equal((3, Provenance.Transferred), (curve.Ms(64), curve.At(64).Provenance));
    }

    [Fact]
    public void An_exact_shape_of_another_release_is_preferred_to_a_similar_one_of_the_own()
    {
        var source = new SmallDatabase()
            .Moe(new MoeRow(1, 1) { Inter = 512 }, new MoeRow(64, 1) { Inter = 512 })
            .Moe("0.9.0", new MoeRow(1, 4), new MoeRow(64, 5))
            .Source();
        var curve = source.Moe(Key)!;
        Assert.Equal((4, Provenance.Transferred, "table vllm 0.9.0"), (curve.Ms(1), curve.At(1).Provenance, curve.Source));
    }

    [Fact]
    public void What_only_the_low_latency_kernel_measured_is_no_answer_for_experts_without_gates() =>
        Assert.Null(new SmallDatabase().Moe(new MoeRow(1, 1) { Kernel = LowLatency }).Source().Moe(Key with { Gated = false }));

    [Fact]
    public void Another_number_format_is_not_answered()
    {
        Assert.Null(new SmallDatabase().Moe(new MoeRow(1, 1)).Source().Moe(Key with { Quant = MoeQuant.Fp8 }));
        Assert.Null(new SmallDatabase().Moe(new MoeRow(1, 1) { Format = "nvfp4" }).Source().Moe(Key with { Quant = MoeQuant.Nvfp4 }));
    }

    private static KernelCurve Curve(MoeKey key, params MoeRow[] rows) => new SmallDatabase().Moe(rows).Source().Moe(key)!;

    private static double Bound(MoeKey key, double tokens) => RooflineMs.Moe(Gpu, key, tokens);
}
