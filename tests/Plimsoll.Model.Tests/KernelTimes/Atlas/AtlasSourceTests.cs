using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Atlas;
using Plimsoll.Model.KernelTimes.Measurements;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.Tests.KernelTimes.Atlas;

public sealed class AtlasSourceTests
{
    private static readonly AtlasDatabase Atlas = AtlasDatabase.OpenEmbedded();
    private static readonly EngineVersion Vllm = new(BackendKind.Vllm, "0.24.0");

    [Fact]
    public void Answers_say_that_they_are_fitted_and_to_what()
    {
        var curve = Source("h200_sxm", Vllm).Gemm(new GemmKey(GemmQuant.Bf16, 10240, 5120))!;

        Assert.All(curve.Provenances.ToArray(), provenance => Assert.Equal(Provenance.Fitted, provenance));
        Assert.Equal("atlas, fitted to vllm 0.24.0", curve.Source);
        Assert.InRange(curve.RelativeUncertainty, 0.03, 0.15);
    }

    [Fact]
    public void A_release_that_is_not_there_is_answered_for_by_the_nearest_older_one()
    {
        var curve = Source("h200_sxm", new EngineVersion(BackendKind.Vllm, "0.23.5")).Gemm(new GemmKey(GemmQuant.Bf16, 10240, 5120))!;

        Assert.Equal(Provenance.Transferred, curve.Provenances[0]);
        Assert.Equal("atlas, fitted to vllm 0.22.0 for 0.23.5", curve.Source);
    }

    [Fact]
    public void A_release_older_than_all_is_answered_for_by_the_oldest()
    {
        var curve = Source("h200_sxm", new EngineVersion(BackendKind.Vllm, "0.1.0")).Gemm(new GemmKey(GemmQuant.Bf16, 10240, 5120))!;

        Assert.Equal("atlas, fitted to vllm 0.22.0 for 0.1.0", curve.Source);
    }

    [Fact]
    public void Another_spelling_of_a_release_is_the_release() => Assert.Equal(
        Provenance.Fitted,
        Source("h200_sxm", new EngineVersion(BackendKind.Vllm, "0.24")).Gemm(new GemmKey(GemmQuant.Bf16, 10240, 5120))!.Provenances[0]);

    [Fact]
    public void Systems_without_tables_are_known_but_have_no_releases()
    {
        Assert.NotNull(Atlas.FindSystem("gb300"));
        Assert.Empty(Atlas.Versions("gb300", BackendKind.Vllm));
        Assert.Null(Source("gb300", Vllm).Gemm(new GemmKey(GemmQuant.Bf16, 4096, 4096)));
    }

    [Fact]
    public void Formats_that_the_gpu_cannot_compute_are_not_answered()
    {
        Assert.Null(Source("a100_sxm", Vllm).Gemm(new GemmKey(GemmQuant.Fp8, 4096, 4096)));
        Assert.Null(Source("a100_sxm", Vllm).Moe(new MoeKey(MoeQuant.Fp8, 8, 2, 4096, 14336, 1, 1, "balanced")));
        Assert.Null(Source("a100_sxm", Vllm).PrefillAttention(new AttentionKey(32, 8, 128, KvQuant.Bf16, FmhaQuant.Fp8)));
    }

    [Fact]
    public void Widths_outside_the_fit_are_extrapolated_with_more_doubt()
    {
        var source = Source("h200_sxm", Vllm);
        var (inside, outside) = (source.Gemm(new GemmKey(GemmQuant.Bf16, 65536, 4096))!, source.Gemm(new GemmKey(GemmQuant.Bf16, 262144, 4096))!);

        Assert.Equal(Provenance.Extrapolated, outside.Provenances[0]);
        Assert.Equal(inside.RelativeUncertainty + 0.1, outside.RelativeUncertainty, 9);
        Assert.Equal(4, outside.Ms(1) / inside.Ms(1), 0.3);
    }

    [Fact]
    public void A_projection_of_several_rows_never_beats_the_roofline_by_more_than_noise()
    {
        var system = SystemCatalog.TryFind("h200_sxm")!;
        var source = Source("h200_sxm", Vllm);
        foreach (var width in (int[])[1024, 4096, 8192])
        {
            var curve = source.Gemm(new GemmKey(GemmQuant.Bf16, width, width))!;
            foreach (var m in curve.Sizes)
            {
                Assert.True(curve.Ms(m) > 0.9 * RooflineMs.Gemm(system, GemmQuant.Bf16, m, width, width), $"{width} {m}");
            }
        }
    }

    [Fact]
    public void An_input_that_is_already_quantised_makes_static_fp8_cheaper()
    {
        var source = Source("h200_sxm", Vllm);
        var key = new GemmKey(GemmQuant.Fp8Static, 5120, 8192);

        Assert.True(source.Gemm(key with { InputAlreadyQuantised = true })!.Ms(4096) < source.Gemm(key)!.Ms(4096));
    }

    [Fact]
    public void An_attention_that_was_never_measured_is_transferred_from_the_nearest()
    {
        var source = Source("h200_sxm", Vllm);
        var measured = source.DecodeAttention(new AttentionKey(32, 8, 128, KvQuant.Bf16, FmhaQuant.Bf16))!;
        var transferred = source.DecodeAttention(new AttentionKey(32, 8, 96, KvQuant.Bf16, FmhaQuant.Bf16))!;

        Assert.Equal(Provenance.Fitted, measured.At(64, 4096).Provenance);
        Assert.Equal(Provenance.Transferred, transferred.At(64, 4096).Provenance);
        Assert.Contains("from 8 KV heads, head", transferred.Source, StringComparison.Ordinal);
        Assert.InRange(transferred.Ms(64, 4096) / measured.Ms(64, 4096), 0.6, 0.9);
    }

    [Fact]
    public void Experts_of_another_shape_are_transferred_from_the_nearest()
    {
        var source = Source("h200_sxm", Vllm);
        var known = new MoeKey(MoeQuant.Bf16, 128, 8, 2048, 768, 1, 1, "balanced");
        var (measured, transferred) = (source.Moe(known)!, source.Moe(known with { Experts = 144 })!);

        Assert.Equal(Provenance.Fitted, measured.Provenances[0]);
        Assert.Equal(Provenance.Transferred, transferred.Provenances[0]);
        Assert.Contains("from 128 experts top-8, 2048×768", transferred.Source, StringComparison.Ordinal);
        Assert.InRange(transferred.Ms(256) / measured.Ms(256), 1.0, 1.2);
    }

    [Fact]
    public void All_collectives_are_answered_and_one_byte_values_take_less()
    {
        var source = Source("h200_sxm", Vllm);
        const double Elements = 1 << 26;
        foreach (var kind in Enum.GetValues<CollectiveKind>())
        {
            Assert.Equal(Provenance.Fitted, source.Collective(new CollectiveKey(kind, 8))!.Provenances[0]);
        }

        var gather = new CollectiveKey(CollectiveKind.AllGather, 8);
        Assert.True(source.Collective(gather with { Quant = CommQuant.Int8 })!.Ms(Elements) < source.Collective(gather)!.Ms(Elements));
        Assert.Null(source.Collective(new CollectiveKey(CollectiveKind.AllReduce, 16)));
    }

    [Fact]
    public void Host_bound_projections_are_repaired_to_the_level_of_our_own_measurements()
    {
        var system = SystemCatalog.TryFind("h200_sxm")!;
        var own = OwnGemmMeasurements.For(system)!;
        var logs = new List<double>();
        foreach (var key in own.Shapes.Where(key => key.Quant == GemmQuant.Fp8Block))
        {
            var (measured, fitted) = (own.Gemm(key)!, Source("h200_sxm", Vllm).Gemm(key)!);
            Assert.Equal(Provenance.Repaired, fitted.Provenances[0]);
            Assert.InRange(fitted.RelativeUncertainty, 0.1, 0.2);
            foreach (var m in measured.Sizes)
            {
                // The engine quantises the input of the kernel that we measured.
                logs.Add(Math.Log(fitted.Ms(m) / (measured.Ms(m) + RooflineMs.Elementwise(system, 3 * m * key.K))));
            }
        }

        Assert.InRange(logs.Average(), -0.02, 0.02);
        Assert.InRange(logs.Count(log => Math.Abs(log) > 0.1), 0, logs.Count / 10);
    }

    [Fact]
    public void Without_repair_the_times_are_as_they_were_measured()
    {
        var key = new GemmKey(GemmQuant.Fp8Block, 10240, 5120);
        var raw = Atlas.Source("h200_sxm", Vllm, repair: false).Gemm(key)!;

        Assert.Equal(Provenance.Fitted, raw.Provenances[0]);
        Assert.True(raw.Ms(1) > 2 * Source("h200_sxm", Vllm).Gemm(key)!.Ms(1));
    }

    [Fact]
    public void Raw_times_are_not_taken_from_another_release()
    {
        var key = new GemmKey(GemmQuant.Fp8Block, 4096, 4096);
        var engine = new EngineVersion(BackendKind.Sglang, "0.5.14");

        Assert.Equal(
            Atlas.Source("gb200", engine, repair: true).Gemm(key)!.Ms(1), Atlas.Source("gb200", engine, repair: false).Gemm(key)!.Ms(1));
    }

    [Fact]
    public void A_first_question_allocates_little()
    {
        Ask();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Ask();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_500_000);

        // What a dense model asks of one layout, from a freshly opened atlas.
        static void Ask()
        {
            var source = AtlasDatabase.OpenEmbedded().Source("h200_sxm", Vllm, repair: true);
            foreach (var (n, k) in (ReadOnlySpan<(int, int)>)[(10240, 5120), (5120, 8192), (51200, 5120), (5120, 25600)])
            {
                Assert.NotNull(source.Gemm(new GemmKey(GemmQuant.Fp8Block, n, k)));
            }

            var attention = new AttentionKey(64, 8, 128, KvQuant.Bf16, FmhaQuant.Bf16);
            Assert.NotNull(source.Gemm(new GemmKey(GemmQuant.Bf16, 151936, 5120)));
            Assert.NotNull(source.PrefillAttention(attention));
            Assert.NotNull(source.DecodeAttention(attention));
            Assert.NotNull(source.Collective(new CollectiveKey(CollectiveKind.AllReduce, 2)));
        }
    }

    private static IKernelTimeSource Source(string system, EngineVersion engine) => Atlas.Source(system, engine, repair: true);
}
