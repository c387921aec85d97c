using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Systems;

/// <summary>A kind of GPU node: peaks, memory and links. Facts of a system file; bytes, B/s, FLOP/s, seconds.</summary>
public sealed record GpuSystem
{
    /// <summary>The name in flags and tables, e.g. <c>h200_sxm</c>.</summary>
    public required string Name { get; init; }

    /// <summary>HBM bandwidth of one GPU, B/s.</summary>
    public required double MemoryBandwidth { get; init; }

    /// <summary>Share of <see cref="MemoryBandwidth"/> that elementwise kernels reach.</summary>
    public double ElementwiseBandwidthShare { get; init; } = 1;

    /// <summary>Constant time of an elementwise kernel, seconds.</summary>
    public double ElementwiseLatency { get; init; }

    /// <summary>HBM of one GPU, bytes.</summary>
    public required double MemoryBytes { get; init; }

    /// <summary>Dense bf16 tensor peak, FLOP/s.</summary>
    public required double Bf16Flops { get; init; }

    /// <summary>Dense int8 tensor peak, op/s; null when the GPU has none.</summary>
    public double? Int8Flops { get; init; }

    /// <summary>Dense fp8 tensor peak, FLOP/s; null when the GPU has none.</summary>
    public double? Fp8Flops { get; init; }

    /// <summary>Dense fp4 tensor peak, FLOP/s; null when the GPU has none.</summary>
    public double? Fp4Flops { get; init; }

    /// <summary>Dense float32 tensor peak, FLOP/s; null when the system file does not state it. No operator uses it.</summary>
    public double? Float32Flops { get; init; }

    /// <summary>Board power, W.</summary>
    public double PowerWatts { get; init; }

    /// <summary>CUDA compute capability as one number (90 = Hopper, 100 = Blackwell); 0 for GPUs without CUDA.</summary>
    public int SmVersion { get; init; }

    /// <summary>GPUs of one node.</summary>
    public required int GpusPerNode { get; init; }

    /// <summary>Bandwidth between GPUs of a node, B/s per GPU and direction.</summary>
    public required double IntraNodeBandwidth { get; init; }

    /// <summary>Bandwidth between nodes, B/s per GPU and direction.</summary>
    public required double InterNodeBandwidth { get; init; }

    /// <summary>Bandwidth between a GPU and its host, B/s per direction; 0 when unstated.</summary>
    public double PcieBandwidth { get; init; }

    /// <summary>Latency of a point-to-point message, seconds.</summary>
    public double PointToPointLatency { get; init; }

    /// <summary>GPUs of one rack-scale NVLink domain; null when the node is the domain.</summary>
    public int? GpusPerRack { get; init; }

    /// <summary>Bandwidth between racks, B/s per GPU and direction; null when undefined.</summary>
    public double? InterRackBandwidth { get; init; }

    /// <summary>Latency of a message between racks, seconds; null when undefined.</summary>
    public double? InterRackLatency { get; init; }

    /// <summary>Bytes that NCCL buffers take, by number of GPUs.</summary>
    public IReadOnlyDictionary<int, double> NcclBytes { get; init; } = new Dictionary<int, double>();

    /// <summary>CUDA context and other fixed use, bytes.</summary>
    public double OtherBytes { get; init; }

    /// <summary>The NCCL release whose tables apply.</summary>
    public string? NcclVersion { get; init; }

    /// <summary>The oneCCL release whose tables apply (Intel GPUs).</summary>
    public string? OneCclVersion { get; init; }

    /// <summary>GPUs of one domain of fast links: a rack where NVLink spans it, else a node.</summary>
    public int LinkDomainGpus => GpusPerRack is { } rack && InterNodeBandwidth >= IntraNodeBandwidth ? rack : GpusPerNode;

    /// <summary>Bandwidth between <paramref name="gpus"/> GPUs, placed as densely as the system allows, B/s per GPU.</summary>
    public double BandwidthBetween(int gpus) =>
        gpus <= GpusPerNode ? IntraNodeBandwidth
        : GpusPerRack is { } rack && gpus > rack ? InterRackBandwidth ?? InterNodeBandwidth
        : InterNodeBandwidth;

    /// <summary>Tensor peak of a number format, FLOP/s; null when the GPU cannot compute in it.</summary>
    public double? Flops(ComputeType type) => type switch
    {
        ComputeType.Bf16 => Bf16Flops,
        ComputeType.Fp8 => Fp8Flops,
        ComputeType.Fp4 => Fp4Flops,
        _ => Int8Flops,
    };
}
