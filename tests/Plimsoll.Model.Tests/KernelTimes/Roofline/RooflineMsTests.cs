using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.KernelTimes.Roofline;

public sealed class RooflineMsTests
{
    private static readonly GpuSystem Gpu = SystemCatalog.Find("h200_sxm");

    private static readonly Gen<int> Width = from exponent in Gen.Choose(6, 15) from more in Gen.Choose(0, 63) select (1 << exponent) + more;

    private static readonly Gen<AttentionKey> Attention =
        from kvHeads in Gen.Elements(1, 2, 4, 8)
        from share in Gen.Elements(1, 4, 8)
        from dim in Gen.Elements(64, 128, 256)
        from kv in Gen.Elements(Enum.GetValues<KvQuant>())
        from fmha in Gen.Elements(Enum.GetValues<FmhaQuant>())
        from window in Gen.Elements(0, 128, 1024)
        select new AttentionKey(kvHeads * share, kvHeads, dim, kv, fmha, window);

    private static readonly Gen<MoeKey> Moe =
        from quant in Gen.Elements(MoeQuant.Bf16, MoeQuant.Fp8, MoeQuant.Fp8Block, MoeQuant.Mxfp4WeightOnly)
        from experts in Gen.Elements(8, 64, 256)
        from topk in Gen.Choose(1, 8)
        from hidden in Width
        from inter in Width
        from tp in Gen.Elements(1, 2, 4)
        from ep in Gen.Elements(1, 2, 8)
        from gated in Gen.Elements(true, false)
        select new MoeKey(quant, experts, topk, hidden, inter, tp, ep, "balanced", gated);

    [Fact]
    public void A_projection_is_bound_by_its_weights_first_and_by_arithmetic_later()
    {
        Assert.Equal(1000 * ((8192.0 * 4096 * 2) + (2 * 4096) + (2 * 8192)) / 4.8e12, RooflineMs.Gemm(Gpu, GemmQuant.Bf16, 1, 8192, 4096), 12);
        Assert.Equal(1000 * 2.0 * 16_384 * 8192 * 4096 / 989e12, RooflineMs.Gemm(Gpu, GemmQuant.Bf16, 16_384, 8192, 4096), 9);
        Assert.Equal(1000 * 2.0 * 16_384 * 8192 * 4096 / 1978e12, RooflineMs.Gemm(Gpu, GemmQuant.Fp8, 16_384, 8192, 4096), 9);
    }

    [Fact]
    public void Prompts_attend_causally_and_windows_bound_what_is_attended()
    {
        var key = new AttentionKey(32, 8, 128, KvQuant.Bf16, FmhaQuant.Bf16);
        Assert.Equal(1000 * 4.0 * 2 * (16_384.0 * 16_384 / 2) * 32 * 128 / 989e12, RooflineMs.PrefillAttention(Gpu, key, 2, 16_384), 9);
        Assert.True(RooflineMs.PrefillAttention(Gpu, key with { Window = 1024 }, 2, 16_384) < RooflineMs.PrefillAttention(Gpu, key, 2, 16_384) / 4);
        Assert.Equal(RooflineMs.DecodeAttention(Gpu, key with { Window = 1024 }, 64, 1024), RooflineMs.DecodeAttention(Gpu, key with { Window = 1024 }, 64, 100_000));
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(2, 15.5)]
    [InlineData(1_000_000, 128)]
    public void Random_tokens_hit_more_experts_the_more_they_are(double tokens, double expected) =>
        Assert.Equal(expected, RooflineMs.RandomlyHitExperts(new MoeKey(MoeQuant.Bf16, 128, 8, 64, 64, 1, 1, "uniform"), tokens), 6);

    [Fact]
    public void More_work_never_has_a_lower_bound() => Properties.Check(
        from key in Attention
        from moe in Moe
        from quant in Gen.Elements(GemmQuant.Bf16, GemmQuant.Fp8, GemmQuant.Int4WeightOnly)
        from n in Width
        from k in Width
        from a in Curves.Size
        from b in Curves.Size
        select (key, moe, quant, n, k, Math.Min(a, b) + 1, Math.Max(a, b) + 1),
        sample =>
        {
            var (key, moe, quant, n, k, less, more) = sample;
            Func<double, double>[] bounds =
            [
                m => RooflineMs.Gemm(Gpu, quant, m, n, k),
                x => RooflineMs.Gemm(Gpu, quant, 64, n * x, k),
                s => RooflineMs.PrefillAttention(Gpu, key with { Window = 0 }, 1, s),
                b => RooflineMs.PrefillAttention(Gpu, key, b, 2048),
                r => RooflineMs.DecodeAttention(Gpu, key, r, 2048),
                l => RooflineMs.DecodeAttention(Gpu, key, 16, l),
                t => RooflineMs.Moe(Gpu, moe, t),
                x => RooflineMs.Collective(Gpu, new CollectiveKey(CollectiveKind.AllReduce, 4), x),
                x => RooflineMs.Elementwise(Gpu, x),
                x => RooflineMs.PointToPoint(Gpu, x, 8),
            ];
            return bounds.All(bound => bound(less) <= bound(more) * (1 + 1e-12) && bound(less) > 0);
        });

    [Fact]
    public void Twice_the_bandwidth_and_arithmetic_never_slow_anything_down() => Properties.Check(
        from key in Attention
        from moe in Moe
        from n in Width
        from k in Width
        from size in Curves.Size
        select (key, moe, n, k, size + 1),
        sample =>
        {
            var (key, moe, n, k, size) = sample;
            var faster = Gpu with
            {
                MemoryBandwidth = 2 * Gpu.MemoryBandwidth,
                Bf16Flops = 2 * Gpu.Bf16Flops,
                Fp8Flops = 2 * Gpu.Fp8Flops,
                IntraNodeBandwidth = 2 * Gpu.IntraNodeBandwidth,
                InterNodeBandwidth = 2 * Gpu.InterNodeBandwidth,
            };
            Func<GpuSystem, double>[] bounds =
            [
                gpu => RooflineMs.Gemm(gpu, GemmQuant.Fp8Block, size, n, k),
                gpu => RooflineMs.PrefillAttention(gpu, key, 2, size),
                gpu => RooflineMs.DecodeAttention(gpu, key, 16, size),
                gpu => RooflineMs.Moe(gpu, moe, size),
                gpu => RooflineMs.Collective(gpu, new CollectiveKey(CollectiveKind.AllGather, 16), size),
            ];
            return bounds.All(bound => Math.Abs((bound(Gpu) / bound(faster)) - 2) < 1e-9);
        });

    [Fact]
    public void Splitting_experts_never_raises_the_bound() => Properties.Check(
        from moe in Moe from tokens in Curves.Size select (moe with { MoeTp = 1, MoeEp = 1 }, tokens + 1),
        sample => RooflineMs.Moe(Gpu, sample.Item1, sample.Item2) >= RooflineMs.Moe(Gpu, sample.Item1 with { MoeEp = 4 }, sample.Item2)
            && RooflineMs.Moe(Gpu, sample.Item1, sample.Item2) >= RooflineMs.Moe(Gpu, sample.Item1 with { MoeTp = 4 }, sample.Item2));

    [Fact]
    public void One_gpu_sends_nothing_and_wide_groups_cross_the_slow_link()
    {
        double Ms(int gpus) => RooflineMs.Collective(Gpu, new CollectiveKey(CollectiveKind.AllReduce, gpus), 1e6);
        Assert.Equal(0, Ms(1));
        Assert.True(Ms(16) > 5 * Ms(8) && Ms(8) > Ms(2));
    }

    [Fact]
    public void Arithmetic_that_the_gpu_lacks_is_invalid_input()
    {
        var refused = Assert.Throws<InvalidInputException>(() => RooflineMs.Gemm(Gpu, GemmQuant.Nvfp4, 1, 64, 64));
        Assert.Contains("h200_sxm has no Fp4 tensor cores", refused.Message, StringComparison.Ordinal);
    }
}
