using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Tests.KernelTimes;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.Operators;

public sealed class KernelSetTests
{
    private static readonly GemmKey Gemm = new(GemmQuant.Bf16, 1024, 1024);

    private static readonly MoeKey Moe = new(MoeQuant.Nvfp4, 16, 4, 1024, 512, 1, 1, "balanced");

    [Fact]
    public void The_first_source_that_knows_a_kernel_answers()
    {
        var (first, second) = (new SyntheticKernels { UnknownMoe = [MoeQuant.Nvfp4] }, new SyntheticKernels(factor: 10));
        var kernels = Set(first, second);
        Assert.Equal(new SyntheticKernels().Gemm(Gemm)!.Ms(1), kernels.Gemm(Gemm).Ms(1));
        Assert.Empty(second.Gemms);
        Assert.Equal(10 * new SyntheticKernels().Moe(Moe)!.Ms(1), kernels.Moe(Moe).Ms(1), 12);
    }

    [Fact]
    public void A_kernel_that_nobody_knows_is_missing_data_with_its_name()
    {
        var nobody = Set();
        var attention = new AttentionKey(8, 8, 128, KvQuant.Bf16, FmhaQuant.Bf16);
        Assert.Contains("n=1024 k=1024", Assert.Throws<MissingDataException>(() => nobody.Gemm(Gemm)).Message, StringComparison.Ordinal);
        Assert.Contains("16", Assert.Throws<MissingDataException>(() => nobody.Moe(Moe)).Message, StringComparison.Ordinal);
        Assert.Throws<MissingDataException>(() => nobody.Moe(Moe with { Distribution = "uniform" }));
        Assert.Throws<MissingDataException>(() => nobody.PrefillAttention(attention));
        Assert.Throws<MissingDataException>(() => nobody.DecodeAttention(attention));
        var missing = Assert.Throws<MissingDataException>(() => nobody.Collective(new CollectiveKey(CollectiveKind.AllGather, 4)));
        Assert.Contains("AllGather over 4 GPUs", missing.Error.Message, StringComparison.Ordinal);
        Assert.NotNull(missing.Error.Hint);
    }

    [Fact]
    public void A_measured_group_answers_for_itself()
    {
        var curve = Set(new SyntheticKernels { Groups = [2, 4, 8] }).Collective(new CollectiveKey(CollectiveKind.AllReduce, 4));
        Assert.Equal((Provenance.Measured, "made up"), (curve.At(4096).Provenance, curve.Source));
    }

    [Theory]
    [InlineData(6, 4)]
    [InlineData(3, 2)]
    public void A_group_that_was_not_measured_is_scaled_from_the_widest_narrower_one(int gpus, int measured)
    {
        var kernels = Set(new SyntheticKernels { Groups = [2, 4, 8] });
        var (own, other) = (kernels.Collective(Reduce(gpus)), kernels.Collective(Reduce(measured)));
        var ring = (gpus - 1.0) / gpus * measured / (measured - 1.0);
        var links = SmallModels.Node.BandwidthBetween(measured) / SmallModels.Node.BandwidthBetween(gpus);
        Assert.Equal(ring * links * other.Ms(1e6), own.Ms(1e6), 9);
        Assert.Equal((Provenance.Transferred, $"made up, from {measured} GPUs"), (own.At(4096).Provenance, own.Source));
        Assert.True(own.RelativeUncertainty > other.RelativeUncertainty);
    }

    [Fact]
    public void Without_a_narrower_group_the_next_wider_one_of_the_node_is_scaled() => Assert.Equal(
        "made up, from 4 GPUs", Set(new SyntheticKernels { Groups = [4, 8] }).Collective(Reduce(2)).Source);

    [Fact]
    public void A_group_wider_than_the_node_uses_all_its_network_cards_and_waits_for_them()
    {
        // Two nodes of eight: the cards of a node take in half the payload together, each GPU's fast link carries 15/16 of it.
        var (node, kernels) = (SmallModels.Node, Set(new SyntheticKernels { Groups = [8] }));
        var fast = 15.0 / 16 / node.IntraNodeBandwidth;
        var slow = 0.5 / (8 * node.InterNodeBandwidth);
        var ratio = Math.Max(fast, slow) / (7.0 / 8 / node.IntraNodeBandwidth);
        var wait = 2 * 1000 * node.PointToPointLatency;
        Assert.Equal((ratio * kernels.Collective(Reduce(8)).Ms(1e6)) + wait, kernels.Collective(Reduce(16)).Ms(1e6), 9);
        Assert.True(kernels.Collective(Reduce(64)).Ms(1e6) > kernels.Collective(Reduce(16)).Ms(1e6));
        Assert.True(kernels.Collective(Reduce(16)).RelativeUncertainty > 0.2);
    }

    [Theory]
    [InlineData(CommQuant.Fp8)]
    [InlineData(CommQuant.Int8)]
    public void A_sum_of_one_byte_values_takes_the_time_of_as_many_bytes(CommQuant quant)
    {
        var kernels = new KernelSet(SystemCatalog.Find("h200_sxm"), [new SyntheticKernels()]);
        var half = kernels.Collective(new CollectiveKey(CollectiveKind.AllReduce, 4));
        var narrow = kernels.Collective(new CollectiveKey(CollectiveKind.AllReduce, 4, quant));
        Assert.All([1e5, 3e6, 1e9], elements => Assert.Equal(half.Ms(elements / 2), narrow.Ms(elements), 9));
        Assert.Equal(Provenance.Transferred, narrow.At(narrow.Sizes[0]).Provenance);
    }

    [Fact]
    public void Elementwise_kernels_cost_a_launch_and_their_bytes()
    {
        var node = SmallModels.Node;
        var curve = Set().Elementwise(1000);
        Assert.Equal(1000 * (node.ElementwiseLatency + (1e6 / (node.MemoryBandwidth * node.ElementwiseBandwidthShare))), curve.Ms(1000), 9);
        Assert.Equal(curve.Ms(1000) - curve.Ms(1), Set().HiddenElementwise(1000).Ms(1000) - Set().HiddenElementwise(1000).Ms(1), 9);
        Assert.True(Set().HiddenElementwise(1000).Ms(1) < curve.Ms(1));
        Assert.Equal(0, curve.Ms(0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(100_000)]
    public void Formulas_are_as_sure_of_many_rows_as_of_one(double rows) => Assert.All(
        [Set().Elementwise(1000), Set().HiddenElementwise(1000), Set().PointToPoint(1000, 2)],
        curve =>
        {
            Assert.Equal(Provenance.Fitted, curve.At(rows).Provenance);
            Assert.InRange(curve.At(rows).RelativeUncertainty, curve.RelativeUncertainty, curve.RelativeUncertainty + 0.02);
        });

    [Fact]
    public void A_hop_costs_a_latency_and_its_bytes_over_the_link_that_it_crosses()
    {
        var node = SmallModels.Node;
        Assert.Equal(1000 * (node.PointToPointLatency + (8192.0 * 64 / node.IntraNodeBandwidth)), Set().PointToPoint(8192, 8).Ms(64), 9);
        Assert.Equal(1000 * (node.PointToPointLatency + (8192.0 * 64 / node.InterNodeBandwidth)), Set().PointToPoint(8192, 16).Ms(64), 9);
    }

    private static CollectiveKey Reduce(int gpus) => new(CollectiveKind.AllReduce, gpus);

    private static KernelSet Set(params IKernelTimeSource[] sources) => new(SmallModels.Node, sources);
}
