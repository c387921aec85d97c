using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Tests.KernelTimes.Tables;

public sealed class GemmTableTests
{
    private static readonly int[] RowCounts = [1, 16, 256, 4096];

    [Fact]
    public void A_measured_site_answers_with_its_own_rows_in_order()
    {
        var curve = Source(new GemmRow(256, 1024, 512, 3), new GemmRow(1, 1024, 512, 1), new GemmRow(16, 1024, 512, 2)).Gemm(Key(1024, 512))!;
        Assert.Equal([1, 16, 256], curve.Sizes.ToArray());
        Assert.Equal([1, 2, 3], curve.Times.ToArray());
        Assert.All(curve.Provenances.ToArray(), provenance => Assert.Equal(Provenance.Measured, provenance));
        Assert.Equal("table vllm 1.0.0", curve.Source);
    }

    [Theory]
    [InlineData(new double[] { 5, 1, 2 }, 2)]
    [InlineData(new double[] { 900, 2, 4, 1 }, 3)]
    [InlineData(new double[] { 2, 3 }, 2.5)]
    public void Repeated_rows_are_settled_by_their_median(double[] times, double expected)
    {
        var rows = times.Select(ms => new GemmRow(1, 1024, 512, ms)).Append(new GemmRow(64, 1024, 512, 9));
        Assert.Equal(expected, Source([.. rows]).Gemm(Key(1024, 512))!.Ms(1));
    }

    [Fact]
    public void Between_sites_the_utilisation_is_interpolated()
    {
        // Every site runs at half the roofline, so every size between them does too.
        var source = Source([.. Sites((1024, 1024, 0.5), (1024, 4096, 0.5), (4096, 1024, 0.5), (4096, 4096, 0.5))]);
        var curve = source.Gemm(Key(2048, 3000))!;
        Assert.All(RowCounts, m => Assert.Equal(2 * Bound(m, 2048, 3000), curve.Ms(m), 9));
        Assert.Equal(Provenance.Interpolated, curve.Provenances[0]);
        Assert.True(curve.RelativeUncertainty > source.Gemm(Key(1024, 1024))!.RelativeUncertainty);
    }

    [Fact]
    public void Halfway_in_octaves_the_utilisation_is_the_geometric_mean()
    {
        var curve = Source([.. Sites((1024, 1024, 0.2), (4096, 1024, 0.8))]).Gemm(Key(2048, 1024))!;
        Assert.Equal(Bound(256, 2048, 1024) / 0.4, curve.Ms(256), 9);
    }

    [Fact]
    public void A_missing_corner_gives_its_weight_to_the_others()
    {
        var curve = Source([.. Sites((1024, 1024, 0.5), (1024, 4096, 0.5), (4096, 1024, 0.5))]).Gemm(Key(2048, 2048))!;
        Assert.All(RowCounts, m => Assert.Equal(2 * Bound(m, 2048, 2048), curve.Ms(m), 9));
    }

    [Fact]
    public void Outside_the_measured_widths_the_edge_speaks_and_says_so()
    {
        var source = Source([.. Sites((1024, 1024, 0.5), (4096, 1024, 0.5))]);
        var (near, far) = (source.Gemm(Key(8192, 1024))!, source.Gemm(Key(65_536, 1024))!);
        Assert.Equal(2 * Bound(256, 8192, 1024), near.Ms(256), 9);
        Assert.Equal(Provenance.Extrapolated, near.Provenances[0]);
        Assert.True(far.RelativeUncertainty > near.RelativeUncertainty);
    }

    [Fact]
    public void A_site_of_a_single_row_count_is_no_curve()
    {
        Assert.Null(Source(new GemmRow(1, 1024, 512, 1)).Gemm(Key(1024, 512)));
        Assert.Null(Source(new GemmRow(1, 1024, 512, 1)).Gemm(Key(2048, 2048)));
    }

    [Fact]
    public void Above_the_last_row_count_time_grows_at_the_utilisation_of_the_last()
    {
        var curve = Source([.. Sites((4096, 4096, 0.5))]).Gemm(Key(4096, 4096))!;
        Assert.Equal(2 * Bound(16_384, 4096, 4096), curve.Ms(16_384), 6);
    }

    [Fact]
    public void Rows_of_no_tokens_are_left_out() => Assert.Equal(
        [1, 9],
        Source(new GemmRow(0, 1024, 512, 1), new GemmRow(1, 1024, 512, 2), new GemmRow(9, 1024, 512, 3)).Gemm(Key(1024, 512))!.Sizes.ToArray());

    [Fact]
    public void Another_number_format_is_not_answered()
    {
        Assert.Null(Source([.. Sites((1024, 512, 0.5))]).Gemm(new GemmKey(GemmQuant.Fp8, 1024, 512)));
        Assert.Null(Source([.. Sites((1024, 512, 0.5))]).Gemm(new GemmKey(GemmQuant.Nvfp4, 1024, 512)));
    }

    [Fact]
    public void Static_fp8_is_the_dynamic_kernel_without_finding_scales()
    {
        var source = new SmallDatabase()
            .Gemm(new GemmRow(1, 1024, 1024, 1, "fp8"), new GemmRow(64, 1024, 1024, 2, "fp8"))
            .Scale("computescale_perf", (1, 1024, 0.25), (64, 1024, 0.5))
            .Scale("scale_matrix_perf", (1, 1024, 0.125), (64, 1024, 0.25))
            .Source();

        Assert.Equal(1, source.Gemm(new GemmKey(GemmQuant.Fp8, 1024, 1024))!.Ms(1));
        Assert.Equal(0.75, source.Gemm(new GemmKey(GemmQuant.Fp8Static, 1024, 1024))!.Ms(1));
        Assert.Equal(1.25, source.Gemm(new GemmKey(GemmQuant.Fp8Static, 1024, 1024, InputAlreadyQuantised: true))!.Ms(64));
    }

    [Fact]
    public void Static_fp8_never_falls_below_the_roofline()
    {
        var source = new SmallDatabase()
            .Gemm(new GemmRow(1, 1024, 1024, 1, "fp8"), new GemmRow(64, 1024, 1024, 2, "fp8"))
            .Scale("computescale_perf", (1, 512, 9), (1, 2048, 9))
            .Source();
        Assert.Equal(
            RooflineMs.Gemm(Gpu, GemmQuant.Fp8, 64, 1024, 1024),
            source.Gemm(new GemmKey(GemmQuant.Fp8Static, 1024, 1024))!.Ms(64),
            12);
    }

    private static Model.Systems.GpuSystem Gpu { get; } = new SmallDatabase().Catalog().System;

    private static GemmKey Key(int n, int k) => new(GemmQuant.Bf16, n, k);

    private static double Bound(double m, double n, double k) => RooflineMs.Gemm(Gpu, GemmQuant.Bf16, m, n, k);

    private static Plimsoll.Model.KernelTimes.Tables.TableSource Source(params GemmRow[] rows) => new SmallDatabase().Gemm(rows).Source();

    private static IEnumerable<GemmRow> Sites(params (int N, int K, double Utilisation)[] sites) =>
        from site in sites
        from m in RowCounts
        select new GemmRow(m, site.N, site.K, Bound(m, site.N, site.K) / site.Utilisation);
}
