using Plimsoll.Model.Systems;

namespace Plimsoll.Serving.Tests.Engines;

/// <summary>GPU nodes for tests.</summary>
public static class Systems
{
    public static GpuSystem Node(string name = "test_node", int gpusPerNode = 8) => new()
    {
        Name = name,
        MemoryBandwidth = 4.8e12,
        MemoryBytes = 150e9,
        Bf16Flops = 990e12,
        Fp8Flops = 1980e12,
        GpusPerNode = gpusPerNode,
        IntraNodeBandwidth = 450e9,
        InterNodeBandwidth = 50e9,
        PointToPointLatency = 1e-5,
    };
}
