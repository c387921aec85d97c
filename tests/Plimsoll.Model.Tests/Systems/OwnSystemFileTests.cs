using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.Systems;

public sealed class OwnSystemFileTests
{
    private const string Smallest = """
        gpu:
          mem_bw: 2e12
          mem_capacity: 64e9
          bfloat16_tc_flops: 400e12
        node:
          num_gpus_per_node: 4
          intra_node_bw: 100e9
          inter_node_bw: 25e9
        """;

    [Fact]
    public void Seven_figures_are_enough_and_the_rest_is_what_most_nodes_have()
    {
        var system = SystemFileReader.ParseOwn("mine", Smallest, "mine.yaml");
        Assert.Equal(("mine", 2e12, 4), (system.Name, system.MemoryBandwidth, system.GpusPerNode));
        Assert.Equal((0.8, 3e-6, 1e-5), (system.ElementwiseBandwidthShare, system.ElementwiseLatency, system.PointToPointLatency));
        Assert.NotEmpty(system.NcclBytes);
        Assert.Null(system.Fp8Flops);
    }

    [Theory]
    [InlineData("mem_bw: 2e12", "mem_bw: 2000", "mine.yaml:2: gpu.mem_bw", "is in B/s: 2000 is no GPU's")]
    [InlineData("mem_capacity: 64e9", "mem_capacity: 64", "mine.yaml:3: gpu.mem_capacity", "is in bytes: 64 is no GPU's")]
    [InlineData("tc_flops: 400e12", "tc_flops: 400", "mine.yaml:4: gpu.bfloat16_tc_flops", "is in operations/s: 400 is no GPU's")]
    [InlineData("inter_node_bw: 25e9", "inter_node_bw: 25", "mine.yaml:8: node.inter_node_bw", "is in B/s: 25 is no GPU's")]
    [InlineData("inter_node_bw: 25e9", "inter_node_bw: 25e9\n  num_gpus_per_rack: 2", "mine.yaml:9: node.num_gpus_per_rack", "2 GPUs of a rack are fewer than the 4 of a node")]
    [InlineData("inter_node_bw: 25e9", "inter_node_bw: 25e9\n  inter_rack_bw: 1e11", "mine.yaml:9: node.inter_rack_bw", "needs node.num_gpus_per_rack, which says where a rack ends")]
    [InlineData("inter_node_bw: 25e9", "inter_node_bw: 25e9\n  p2p_latency: 10", "mine.yaml:9: node.p2p_latency", "is in seconds: no message takes that long")]
    [InlineData("mem_bw: 2e12", "mem_bandwidth: 2e12", "mine.yaml:2: gpu.mem_bandwidth", "is not a key of a system file")]
    public void A_wrong_unit_or_a_contradiction_is_refused_where_it_stands(string right, string wrong, string path, string message)
    {
        var refused = Assert.Throws<InvalidInputException>(() => SystemFileReader.ParseOwn("mine", Smallest.Replace(right, wrong, StringComparison.Ordinal), "mine.yaml"));
        Assert.Contains(refused.Errors, error => error.Path == path && error.Message == message);
    }

    [Fact]
    public void Every_public_system_file_is_an_own_system_too()
    {
        foreach (var file in Directory.GetFiles(SharedData.Require("aic-systems"), "*.yaml"))
        {
            if (SystemCatalog.TryFind(Path.GetFileNameWithoutExtension(file)) is { } known)
            {
                var read = SystemFileReader.ReadOwn(file);
                Assert.Equal(known.MemoryBandwidth, read.MemoryBandwidth);
                Assert.Equal(known.GpusPerRack, read.GpusPerRack);
            }
        }
    }
}
