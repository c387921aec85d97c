using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Tests.KernelTimes.Tables;

public sealed class CollectiveTableTests
{
    private static readonly CollectiveKey AllReduce = new(CollectiveKind.AllReduce, 4);

    [Fact]
    public void The_engines_own_all_reduce_is_preferred_to_nccl()
    {
        var curve = new SmallDatabase()
            .AllReduce(new CollectiveRow(4, 1024, 1), new CollectiveRow(4, 4096, 2), new CollectiveRow(8, 1024, 9))
            .Nccl(new CollectiveRow(4, 1024, 7), new CollectiveRow(4, 4096, 8))
            .Source()
            .Collective(AllReduce)!;
        Assert.Equal((1, 2, "table vllm 1.0.0"), (curve.Ms(1024), curve.Ms(4096), curve.Source));
        Assert.Equal(Provenance.Measured, curve.At(4096).Provenance);
    }

    [Fact]
    public void Rows_that_the_host_launched_are_left_out()
    {
        var curve = new SmallDatabase()
            .AllReduce(
                new CollectiveRow(4, 1024, 50) { Kernel = "custom_eager" },
                new CollectiveRow(4, 1024, 1) { Kernel = "custom_graph" },
                new CollectiveRow(4, 512, 40) { Kernel = "custom_eager" })
            .Source()
            .Collective(AllReduce)!;
        Assert.Equal([1024], curve.Sizes.ToArray());
        Assert.Equal([1], curve.Times.ToArray());
    }

    [Fact]
    public void Beyond_the_largest_message_time_is_proportional()
    {
        var curve = new SmallDatabase().AllReduce(new CollectiveRow(4, 1024, 1), new CollectiveRow(4, 4096, 2)).Source().Collective(AllReduce)!;
        Assert.Equal(20, curve.Ms(40_960), 9);
    }

    [Theory]
    [InlineData(CollectiveKind.AllReduce, 1)]
    [InlineData(CollectiveKind.AllGather, 2)]
    [InlineData(CollectiveKind.ReduceScatter, 3)]
    [InlineData(CollectiveKind.AllToAll, 4)]
    public void Nccl_answers_each_operation_by_its_name(CollectiveKind kind, double expected)
    {
        var source = new SmallDatabase().Nccl(
            new CollectiveRow(4, 1024, 1) { Operation = "all_reduce" },
            new CollectiveRow(4, 1024, 2) { Operation = "all_gather" },
            new CollectiveRow(4, 1024, 3) { Operation = "reduce_scatter" },
            new CollectiveRow(4, 1024, 4) { Operation = "alltoall" }).Source();
        var curve = source.Collective(new CollectiveKey(kind, 4))!;
        Assert.Equal((expected, "table nccl 2.20"), (curve.Ms(1024), curve.Source));
        Assert.Null(source.Collective(new CollectiveKey(kind, 2)));
    }

    [Fact]
    public void One_byte_formats_share_the_eight_bit_rows()
    {
        var source = new SmallDatabase().Nccl(
            new CollectiveRow(4, 1024, 2) { Operation = "all_gather" },
            new CollectiveRow(4, 1024, 1) { Operation = "all_gather", Format = "int8" }).Source();
        double Ms(CommQuant quant) => source.Collective(new CollectiveKey(CollectiveKind.AllGather, 4, quant))!.Ms(1024);
        Assert.Equal((2, 1, 1), (Ms(CommQuant.Half), Ms(CommQuant.Int8), Ms(CommQuant.Fp8)));
    }

    [Fact]
    public void Nccl_of_the_system_file_answers_and_else_the_newest()
    {
        var named = new SmallDatabase().Nccl("2.9", new CollectiveRow(4, 1024, 9)).Nccl("2.20", new CollectiveRow(4, 1024, 20)).Nccl("2.30", new CollectiveRow(4, 1024, 30));
        Assert.Equal(20, named.Source().Collective(AllReduce)!.Ms(1024));

        var other = new SmallDatabase().Nccl("2.9", new CollectiveRow(4, 1024, 9)).Nccl("2.10", new CollectiveRow(4, 1024, 10));
        Assert.Equal(10, other.Source().Collective(AllReduce)!.Ms(1024));
    }

    [Fact]
    public void An_all_reduce_of_another_release_is_transferred()
    {
        var curve = new SmallDatabase().AllReduce("0.9.0", new CollectiveRow(4, 1024, 1)).Source().Collective(AllReduce)!;
        Assert.Equal((Provenance.Transferred, "table vllm 0.9.0"), (curve.At(1024).Provenance, curve.Source));
    }

    [Fact]
    public void Without_any_table_there_is_no_answer() => Assert.Null(new SmallDatabase().Source().Collective(AllReduce));
}
