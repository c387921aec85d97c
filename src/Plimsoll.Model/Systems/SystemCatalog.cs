using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Systems;

/// <summary>
/// The GPU nodes that are known without any file. Peaks are the vendors' dense figures; bytes, B/s, FLOP/s, seconds and watts.
/// Figures marked as observed in <see cref="GpuSystem"/> (elementwise share and latency, NCCL and other bytes) are the
/// defaults of the public measured database, so that a plan with and without it starts from the same node.
/// </summary>
public static class SystemCatalog
{
    private const double GiB = 1024.0 * 1024 * 1024;
    private const double MiB = 1024.0 * 1024;

    private static readonly string[] All =
    [
        "a100_pcie", "a100_sxm", "a30", "b200_sxm", "b300_sxm", "b60", "gb200", "gb300", "h100_pcie", "h100_sxm", "h200_sxm", "l4",
        "l40s", "rtx_pro_6000_server",
    ];

    // What most nodes share; every use overwrites the zeros with the node's own figures.
    private static readonly GpuSystem Node = new()
    {
        Name = "",
        MemoryBandwidth = 0,
        MemoryBytes = 0,
        Bf16Flops = 0,
        IntraNodeBandwidth = 0,
        InterNodeBandwidth = 0,
        GpusPerNode = 8,
        ElementwiseBandwidthShare = 0.8,
        ElementwiseLatency = 3e-6,
        PointToPointLatency = 1e-5,
        NcclBytes = new Dictionary<int, double> { [1] = 0, [2] = 342 * MiB, [4] = 392 * MiB, [8] = 392 * MiB },
        OtherBytes = 3.5 * GiB,
        NcclVersion = "2.27.3",
    };

    /// <summary>The names of all built-in systems, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names => All;

    /// <summary>The system of that name (case is ignored), or null when it is not built in.</summary>
    public static GpuSystem? TryFind(string name) => name.ToLowerInvariant() switch
    {
        "a30" => Ampere("a30", watts: 165, bandwidth: 933e9, bytes: 24 * GiB, bf16: 165e12, intraNode: 32e9),
        "a100_pcie" => Ampere("a100_pcie", watts: 300, bandwidth: 1.935e12, bytes: 80 * GiB, bf16: 312e12, intraNode: 32e9),
        "a100_sxm" => Ampere("a100_sxm", watts: 400, bandwidth: 2.039e12, bytes: 80 * GiB, bf16: 312e12, intraNode: 300e9),
        "l4" => Ada("l4", watts: 72, bandwidth: 300e9, bytes: 24 * GiB, bf16: 121e12, fp8: 242e12, interNode: 25e9),
        "l40s" => Ada("l40s", watts: 350, bandwidth: 864e9, bytes: 46068 * MiB, bf16: 362.05e12, fp8: 733e12, interNode: 50e9),
        "h100_pcie" => Hopper("h100_pcie", watts: 350, bandwidth: 2e12, bytes: 80 * GiB, bf16: 756.5e12, fp8: 1513e12, intraNode: 64e9),
        "h100_sxm" => Hopper("h100_sxm", watts: 700, bandwidth: 3.35e12, bytes: 80 * GiB, bf16: 989e12, fp8: 1978e12, intraNode: 450e9),
        "h200_sxm" => Hopper("h200_sxm", watts: 700, bandwidth: 4.8e12, bytes: 141 * GiB, bf16: 989e12, fp8: 1978e12, intraNode: 450e9) with { NcclVersion = "2.26.2" },
        "b200_sxm" => Blackwell("b200_sxm", sm: 100, watts: 1000, bandwidth: 7.7e12, bytes: 180 * GiB, int8: 4500e12, fp4: 9000e12),
        "b300_sxm" => Blackwell("b300_sxm", sm: 103, watts: 1100, bandwidth: 7.75e12, bytes: 275040 * MiB, int8: 153.5e12, fp4: 14e15) with { NcclVersion = "2.27" },
        "gb200" => GraceBlackwell("gb200", sm: 100, watts: 1200, bytes: 189471 * MiB, int8: 5000e12, fp4: 10e15, nccl: "2.23"),
        "gb300" => GraceBlackwell("gb300", sm: 103, watts: 1400, bytes: 284208 * MiB, int8: 165e12, fp4: 15e15, nccl: "2.27"),
        "rtx_pro_6000_server" => RtxPro6000Server(),
        "b60" => ArcProB60(),
        _ => null,
    };

    /// <summary>The system of that name.</summary>
    /// <exception cref="InvalidInputException">Not built in; the hint has the nearest name.</exception>
    public static GpuSystem Find(string name) => TryFind(name) ?? throw new InvalidInputException(
        "--system", $"'{name}' is not a known system", NearestName.Hint(name, All) ?? $"known: {string.Join(", ", All)}");

    private static GpuSystem Ampere(string name, double watts, double bandwidth, double bytes, double bf16, double intraNode) => Node with
    {
        Name = name,
        SmVersion = 80,
        PowerWatts = watts,
        MemoryBandwidth = bandwidth,
        MemoryBytes = bytes,
        Bf16Flops = bf16,
        Int8Flops = 2 * bf16,
        IntraNodeBandwidth = intraNode,
        InterNodeBandwidth = 25e9,
        PcieBandwidth = 32e9,
    };

    private static GpuSystem Ada(string name, double watts, double bandwidth, double bytes, double bf16, double fp8, double interNode) => Node with
    {
        Name = name,
        SmVersion = 89,
        PowerWatts = watts,
        MemoryBandwidth = bandwidth,
        MemoryBytes = bytes,
        Bf16Flops = bf16,
        Int8Flops = fp8,
        Fp8Flops = fp8,
        IntraNodeBandwidth = 32e9,
        InterNodeBandwidth = interNode,
        PcieBandwidth = 32e9,
    };

    private static GpuSystem Hopper(string name, double watts, double bandwidth, double bytes, double bf16, double fp8, double intraNode) => Node with
    {
        Name = name,
        SmVersion = 90,
        PowerWatts = watts,
        MemoryBandwidth = bandwidth,
        MemoryBytes = bytes,
        Bf16Flops = bf16,
        Int8Flops = fp8,
        Fp8Flops = fp8,
        IntraNodeBandwidth = intraNode,
        InterNodeBandwidth = 50e9,
        PcieBandwidth = 64e9,
    };

    private static GpuSystem Blackwell(string name, int sm, double watts, double bandwidth, double bytes, double int8, double fp4) => Node with
    {
        Name = name,
        SmVersion = sm,
        PowerWatts = watts,
        MemoryBandwidth = bandwidth,
        MemoryBytes = bytes,
        Bf16Flops = 2250e12,
        Int8Flops = int8,
        Fp8Flops = 4500e12,
        Fp4Flops = fp4,
        IntraNodeBandwidth = 900e9,
        InterNodeBandwidth = 100e9,
        PcieBandwidth = 128e9,
    };

    // 4 GPUs a tray, 72 in one NVLink domain.
    private static GpuSystem GraceBlackwell(string name, int sm, double watts, double bytes, double int8, double fp4, string nccl) => Node with
    {
        Name = name,
        SmVersion = sm,
        PowerWatts = watts,
        MemoryBandwidth = 8e12,
        MemoryBytes = bytes,
        Bf16Flops = 2500e12,
        Int8Flops = int8,
        Fp8Flops = 5000e12,
        Fp4Flops = fp4,
        GpusPerNode = 4,
        GpusPerRack = 72,
        IntraNodeBandwidth = 900e9,
        InterNodeBandwidth = 900e9,
        InterRackBandwidth = 100e9,
        InterRackLatency = 5e-6,
        PcieBandwidth = 64e9,
        NcclVersion = nccl,
    };

    // Peaks at 2430 MHz, the highest clock that the board reports.
    private static GpuSystem RtxPro6000Server() => Node with
    {
        Name = "rtx_pro_6000_server",
        SmVersion = 120,
        PowerWatts = 600,
        MemoryBandwidth = 1.792e12,
        MemoryBytes = 97887 * MiB,
        Bf16Flops = 467800534963698,
        Int8Flops = 935601069927397,
        Fp8Flops = 935601069927397,
        Fp4Flops = 1871202139854795,
        IntraNodeBandwidth = 64e9,
        InterNodeBandwidth = 50e9,
        PcieBandwidth = 64e9,
        NcclVersion = "2.29.2",
    };

    // Without fp8 units: fp8 weights are multiplied at the bf16 rate.
    private static GpuSystem ArcProB60() => Node with
    {
        Name = "b60",
        PowerWatts = 200,
        MemoryBandwidth = 456e9,
        MemoryBytes = 24 * GiB,
        Float32Flops = 12.28e12,
        Bf16Flops = 98.304e12,
        Int8Flops = 197e12,
        Fp8Flops = 98.304e12,
        ElementwiseBandwidthShare = 0.5,
        PointToPointLatency = 2e-6,
        IntraNodeBandwidth = 28.4e9,
        InterNodeBandwidth = 50e9,
        PcieBandwidth = 32e9,
        NcclVersion = "2.23",
        OneCclVersion = "2021.17.2",
    };
}
