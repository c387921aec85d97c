using FsCheck.Fluent;
using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.KernelTimes.Transfer;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.KernelTimes.Transfer;

public sealed class TransferSourceTests
{
    private static readonly GpuSystem H100 = SystemCatalog.Find("h100_sxm");
    private static readonly GpuSystem H200 = SystemCatalog.Find("h200_sxm");
    private static readonly GemmKey Projection = new(GemmQuant.Bf16, 4096, 4096);
    private static readonly AttentionKey Attention = new(16, 2, 128, KvQuant.Bf16, FmhaQuant.Bf16);
    private static readonly MoeKey Experts = new(MoeQuant.Bf16, 128, 8, 4096, 1536, 2, 1, "balanced");
    private static readonly CollectiveKey Sum = new(CollectiveKind.AllReduce, 4);

    [Fact]
    public void A_perfect_kernel_stays_perfect_on_another_gpu()
    {
        var source = Source(H200, Donor(H100, new RooflineSource(H100, ideal: true)));
        IsNearly(RooflineMs.Gemm(H200, GemmQuant.Bf16, 8192, 4096, 4096), source.Gemm(Projection)!.Ms(8192));
        IsNearly(RooflineMs.Moe(H200, Experts, 4096), source.Moe(Experts)!.Ms(4096));
        IsNearly(RooflineMs.DecodeAttention(H200, Attention, 64, 4096), source.DecodeAttention(Attention)!.Ms(64, 4096));
        IsNearly(RooflineMs.PrefillAttention(H200, Attention, 1, 16384), source.PrefillAttention(Attention)!.Ms(1, 16384, 0));
        IsNearly(RooflineMs.Collective(H200, Sum, 1 << 24), source.Collective(Sum)!.Ms(1 << 24));
    }

    // The launch that efficiencies refer to has no share in an ideal kernel.
    private static void IsNearly(double expected, double actual) => Assert.Equal(1, actual / expected, 0.02);

    [Fact]
    public void A_system_of_equal_facts_gets_the_donors_own_times_but_they_count_as_transferred()
    {
        var kernels = new SyntheticKernels(3);
        var source = Source(H200 with { Name = "mine" }, Donor(H200, kernels));
        var (mine, theirs) = (source.Gemm(Projection)!, kernels.Gemm(Projection)!);
        Assert.Equal(theirs.Times.ToArray(), mine.Times.ToArray());
        Assert.Equal(Provenance.Transferred, mine.At(16).Provenance);
        Assert.Equal(theirs.RelativeUncertainty, mine.RelativeUncertainty);
    }

    [Fact]
    public void A_launch_takes_as_long_on_a_faster_gpu_and_work_follows_the_rooflines()
    {
        var twice = H100 with { Name = "twice", MemoryBandwidth = 2 * H100.MemoryBandwidth, Bf16Flops = 2 * H100.Bf16Flops };
        var kernels = new SyntheticKernels(100);
        var (before, after) = (kernels.Gemm(Projection)!, Source(twice, Donor(H100, kernels)).Gemm(Projection)!);
        Assert.Equal(0.5, after.Ms(65_536) / before.Ms(65_536), 0.01);
        var tiny = new GemmKey(GemmQuant.Bf16, 16, 16);
        Assert.Equal(1, Source(twice, Donor(H100, kernels)).Gemm(tiny)!.Ms(1) / kernels.Gemm(tiny)!.Ms(1), 0.01);
    }

    [Fact]
    public void No_time_falls_below_the_roofline_of_the_gpu_that_is_asked_about()
    {
        var source = Source(H100, Donor(H200, new SyntheticKernels(1e-6)));
        Assert.Equal(RooflineMs.Gemm(H100, GemmQuant.Bf16, 4096, 4096, 4096), source.Gemm(Projection)!.Ms(4096), 9);
        Assert.True(source.DecodeAttention(Attention)!.Ms(256, 16_384) >= RooflineMs.DecodeAttention(H100, Attention, 256, 16_384));
    }

    [Fact]
    public void The_most_alike_gpu_and_the_same_backend_are_preferred()
    {
        var donors = new[]
        {
            Donor(SystemCatalog.Find("l40s"), new SyntheticKernels(2)),
            Donor(H200, new SyntheticKernels(3), BackendKind.TensorRtLlm),
            Donor(H200, new SyntheticKernels(4)),
        };
        Assert.EndsWith("transferred from h200_sxm", Source(SystemCatalog.Find("h100_pcie"), donors).Gemm(Projection)!.Source, StringComparison.Ordinal);
        Assert.EndsWith("transferred from trtllm", Source(H200, donors[..2]).Gemm(Projection)!.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_format_that_was_never_measured_comes_from_its_kin_and_says_so()
    {
        var source = Source(H200, Donor(H200, new SyntheticKernels { UnknownMoe = [MoeQuant.Nvfp4WeightOnly, MoeQuant.Nvfp4] }));
        var curve = source.Moe(Experts with { Quant = MoeQuant.Nvfp4WeightOnly })!;
        Assert.Contains("transferred from int4_wo", curve.Source, StringComparison.Ordinal);
        Assert.InRange(curve.RelativeUncertainty, 0.2, 0.4);
    }

    [Fact]
    public void A_learned_bias_corrects_the_times()
    {
        var errors = new TransferErrors(
            [new TransferErrorRow(KernelKind.Moe, TransferErrors.FormatChange, "fp8", "fp8_block", new TransferStep(Math.Log(2), 0.01), 100)]);
        var unknown = Enum.GetValues<MoeQuant>().Where(quant => quant != MoeQuant.Fp8).ToArray();
        var kernels = new SyntheticKernels(100) { UnknownMoe = unknown };
        var source = new TransferSource(H200, BackendKind.Vllm, () => new TransferKnowledge([Donor(H200, kernels)], errors));
        var curve = source.Moe(Experts with { Quant = MoeQuant.Fp8Block })!;
        Assert.Equal(2 * kernels.Moe(Experts with { Quant = MoeQuant.Fp8 })!.Ms(256), curve.Ms(256), 9);
    }

    [Fact]
    public void What_the_gpu_cannot_compute_or_nobody_measured_is_not_answered()
    {
        Assert.Null(Source(H200, Donor(H100, new SyntheticKernels())).Gemm(Projection with { Quant = GemmQuant.Nvfp4 }));
        Assert.Null(Source(H200).Gemm(Projection));
        Assert.Null(Source(H200, Donor(H100, new SyntheticKernels { UnknownMoe = Enum.GetValues<MoeQuant>() })).Moe(Experts));
    }

    [Fact]
    public void Knowledge_is_not_looked_up_before_the_first_question()
    {
        var source = new TransferSource(H200, BackendKind.Vllm, () => throw new InvalidOperationException("asked"));
        Assert.Throws<InvalidOperationException>(() => source.Gemm(Projection));
    }

    [Fact]
    public void Transferred_curves_are_finite_and_never_negative_between_any_two_gpus()
    {
        var systems = SystemCatalog.Names.Select(SystemCatalog.Find).ToArray();
        var cases = from a in Gen.Elements(systems) from b in Gen.Elements(systems) from m in Gen.Choose(1, 100_000) select (a, b, m);
        Properties.Check(cases, at =>
        {
            var source = Source(at.b, Donor(at.a, new RooflineSource(at.a)));
            var ms = source.Gemm(Projection)!.Ms(at.m) + source.Collective(Sum)!.Ms(at.m) + source.DecodeAttention(Attention)!.Ms(at.m % 500, at.m);
            return double.IsFinite(ms) && ms > 0;
        });
    }

    private static TransferDonor Donor(GpuSystem system, IKernelTimeSource source, BackendKind backend = BackendKind.Vllm) =>
        new(system, new EngineVersion(backend, "1.0.0"), () => source);

    private static TransferSource Source(GpuSystem system, params TransferDonor[] donors) =>
        new(system, BackendKind.Vllm, () => new TransferKnowledge(donors, TransferErrors.Unlearned));
}
