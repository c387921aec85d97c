using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Repair;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.Tests.KernelTimes.Repair;

public sealed class RepairingSourceTests
{
    private static readonly GpuSystem Gpu = SystemCatalog.Find("h200_sxm");

    private static readonly GemmKey Key = new(GemmQuant.Fp8Block, 5120, 8192);

    // A good kernel runs at 60 % of the roofline.
    private static readonly GemmsOf Good = new("good", Healthy);

    // Launching takes 0.12 ms whatever the rows, until the GPU takes longer.
    private static readonly GemmsOf HostBound = new("slow host", (key, m) => Math.Max(0.12, Healthy(key, m)));

    [Fact]
    public void A_host_bound_floor_is_replaced_by_the_evidence_where_it_is_faster()
    {
        var curve = Repair(HostBound, null, Good)!;
        Assert.Equal(Healthy(Key, 16) + QuantisingInput(16), curve.Ms(16), 12);
        Assert.Equal(Healthy(Key, 4096), curve.Ms(4096), 12);
        Assert.Equal(HostBound.Gemm(Key)!.TailSlope, curve.TailSlope);
        Assert.Equal("slow host repaired by good (host-bound: 120 µs at one row of n=5120, k=8192)", curve.Source);
    }

    [Fact]
    public void Only_repaired_knots_say_repaired()
    {
        var (raw, curve) = (HostBound.Gemm(Key)!, Repair(HostBound, null, Good)!);
        var repaired = 0;
        for (var i = 0; i < raw.Sizes.Length; i++)
        {
            var isRepaired = curve.Times[i] != raw.Times[i];
            Assert.Equal(isRepaired ? Provenance.Repaired : Provenance.Measured, curve.Provenances[i]);
            repaired += isRepaired ? 1 : 0;
        }

        Assert.InRange(repaired, 3, raw.Sizes.Length - 2);
        Assert.True(curve.RelativeUncertainty > raw.RelativeUncertainty);
    }

    [Fact]
    public void A_repair_never_makes_a_kernel_slower()
    {
        var (raw, curve) = (HostBound.Gemm(Key)!, Repair(HostBound, null, Good)!);
        Assert.All(Enumerable.Range(0, 15).Select(i => Math.Pow(2, i)), m => Assert.True(curve.Ms(m) <= raw.Ms(m) * (1 + 1e-12)));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1.3)]
    public void Without_clearly_faster_evidence_nothing_is_repaired(double timesFaster)
    {
        var evidence = new GemmsOf("nearly as slow", (key, m) => Math.Max(0.12 / timesFaster, Healthy(key, m)));
        Assert.Equal("slow host", Repair(HostBound, null, evidence)!.Source);
    }

    [Fact]
    public void Slower_evidence_repairs_nothing() =>
        Assert.Equal("slow host", Repair(HostBound, null, new GemmsOf("slower", (key, m) => 0.3 + Healthy(key, m)))!.Source);

    [Fact]
    public void Without_evidence_nothing_is_repaired()
    {
        Assert.Equal("slow host", Repair(HostBound, null)!.Source);
        Assert.Equal("slow host", Repair(HostBound, null, new GemmsOf("ignorant", (_, _) => double.NaN))!.Source);
    }

    [Fact]
    public void Evidence_that_was_itself_transferred_or_host_bound_is_none()
    {
        Assert.Equal("slow host", Repair(HostBound, null, new GemmsOf("borrowed", Healthy) { Provenance = Provenance.Transferred })!.Source);
        Assert.Equal("slow host", Repair(HostBound, null, new GemmsOf("slow too", (_, _) => 0.06))!.Source);
    }

    [Fact]
    public void Every_slow_projection_of_a_polluted_table_is_repaired_whether_flat_or_not()
    {
        var uneven = new GemmsOf("uneven", (key, m) => Math.Max(key.N == Key.N && m > 16 ? 0.2 : 0.12, Healthy(key, m)));
        Assert.StartsWith("uneven repaired by good", Repair(uneven, null, Good)!.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deep_narrow_projection_that_is_flat_on_every_backend_is_still_evidence()
    {
        var narrow = new GemmKey(GemmQuant.Fp8Block, 128, 16384);
        var flat = new GemmsOf("flat here", (key, m) => key.N == 128 ? 0.025 : Healthy(key, m));
        var source = new RepairingSource(Gpu, HostBound, null, [flat]);
        Assert.StartsWith("slow host repaired by flat here", source.Gemm(narrow)!.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_near_the_roofline_is_plausible_however_flat()
    {
        var memoryBound = new GemmsOf("memory bound", (key, m) => Healthy(key, m) * 1.2);
        Assert.Equal("memory bound", Repair(memoryBound, null, new GemmsOf("much faster", (key, m) => Healthy(key, m) / 2))!.Source);
    }

    [Fact]
    public void Short_kernels_are_no_launches()
    {
        var graph = new GemmsOf("in a graph", (key, m) => Math.Max(0.015, Healthy(key, m)));
        var small = new GemmKey(GemmQuant.Fp8Block, 512, 512);
        var source = new RepairingSource(Gpu, graph, null, [new GemmsOf("fast", (key, m) => Healthy(key, m) / 3)]);
        Assert.Equal("in a graph", source.Gemm(small)!.Source);
    }

    [Fact]
    public void A_curve_that_was_not_measured_at_few_rows_shows_no_floor()
    {
        var largeOnly = new GemmsOf("large only", (key, m) => Math.Max(0.12, Healthy(key, m))) { Rows = [256, 1024, 4096] };
        Assert.Equal("large only", Repair(largeOnly, null, Good)!.Source);
    }

    [Fact]
    public void Two_witnesses_are_averaged_geometrically()
    {
        var curve = Repair(HostBound, null, Good, new GemmsOf("witness", (key, m) => 1.2 * Healthy(key, m)))!;
        Assert.Equal((Math.Sqrt(1.2) * Healthy(Key, 4)) + QuantisingInput(4), curve.Ms(4), 12);
        Assert.StartsWith("slow host repaired by good and witness", curve.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Our_own_measurement_replaces_a_polluted_table_wholly()
    {
        var own = new GemmsOf("own", (key, m) => 0.9 * Healthy(key, m)) { Rows = [1, 64, 8192] };
        var curve = Repair(HostBound, own, Good)!;
        Assert.Equal([1, 64, 8192], curve.Sizes.ToArray());
        Assert.Equal((0.9 * Healthy(Key, 8192)) + QuantisingInput(8192), curve.Ms(8192), 12);
        Assert.All(curve.Provenances.ToArray(), provenance => Assert.Equal(Provenance.Repaired, provenance));

        // Beyond the last measurement the quantisation of the input grows with the kernel.
        var beyond = own.Gemm(Key)!.Ms(20_000) + QuantisingInput(20_000);
        Assert.Equal(beyond, curve.Ms(20_000), 9);
    }

    [Fact]
    public void Our_own_measurement_does_not_replace_a_faster_table()
    {
        var own = new GemmsOf("own", (key, m) => 0.5 + Healthy(key, m));
        Assert.StartsWith("slow host repaired by good", Repair(HostBound, own, Good)!.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plausible_table_is_left_alone_even_where_we_measured()
    {
        var own = new GemmsOf("own", (key, m) => 0.9 * Healthy(key, m));
        Assert.Equal("good", Repair(Good, own, new GemmsOf("other", Healthy))!.Source);
    }

    [Fact]
    public void Weights_that_need_no_quantised_input_pay_for_none()
    {
        var key = new GemmKey(GemmQuant.Bf16, 5120, 8192);
        var source = new RepairingSource(Gpu, HostBound, null, [Good]);
        Assert.Equal(Healthy(key, 4), source.Gemm(key)!.Ms(4), 12);
    }

    [Fact]
    public void What_the_original_does_not_know_is_not_invented() =>
        Assert.Null(Repair(new GemmsOf("ignorant", (_, _) => double.NaN), Good, Good));

    [Fact]
    public void Everything_but_projections_passes_through()
    {
        var source = new RepairingSource(Gpu, HostBound, Good, [Good]);
        var attention = new AttentionKey(8, 8, 128, KvQuant.Bf16, FmhaQuant.Bf16);
        Assert.Equal("slow host", source.PrefillAttention(attention)!.Source);
        Assert.Equal("slow host", source.DecodeAttention(attention)!.Source);
        Assert.Equal("slow host", source.Moe(new MoeKey(MoeQuant.Bf16, 8, 2, 64, 64, 1, 1, "balanced"))!.Source);
        Assert.Null(source.Collective(new CollectiveKey(CollectiveKind.AllReduce, 2)));
    }

    private static double Healthy(GemmKey key, double m) => RooflineMs.Gemm(Gpu, key.Quant, m, key.N, key.K) / 0.6;

    private static double QuantisingInput(double m) => RooflineMs.Elementwise(Gpu, 3.0 * m * Key.K);

    private static KernelCurve? Repair(IKernelTimeSource original, IKernelTimeSource? own, params IKernelTimeSource[] others) =>
        new RepairingSource(Gpu, original, own, others).Gemm(Key);
}
