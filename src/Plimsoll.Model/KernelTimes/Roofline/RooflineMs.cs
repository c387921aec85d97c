using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Roofline;

/// <summary>
/// Lower bounds in milliseconds from a system file: the longer of computing at the tensor peak and moving each operand once.
/// They serve as the backbone of extrapolation and of efficiencies, and as last resort when nothing is measured.
/// </summary>
public static class RooflineMs
{
    /// <summary>A dense projection: 2·m·n·k operations; weights at their width, activations in and out at two bytes.</summary>
    public static double Gemm(GpuSystem system, GemmQuant quant, double m, double n, double k)
    {
        var compute = 2 * m * n * k / Flops(system, quant.Compute());
        var activationBytes = quant.Compute() == ComputeType.Bf16 ? 2 : 1;
        var bytes = (n * k * quant.BytesPerWeight()) + (m * k * activationBytes) + (m * n * 2);
        return 1000 * Math.Max(compute, bytes / system.MemoryBandwidth);
    }

    /// <summary>
    /// Prefill attention of one layer without cached tokens: causal, so half of 4·b·s²·h·d operations; queries and outputs of all tokens,
    /// keys and values of the sequence.
    /// </summary>
    public static double PrefillAttention(GpuSystem system, in AttentionKey key, double sequences, double length)
    {
        var pairs = key.Window > 0 && length > key.Window ? length * key.Window : length * length / 2;
        var compute = 4 * sequences * pairs * key.Heads * key.HeadDim / Flops(system, key.Fmha.Compute());
        var bytes = sequences * length * key.HeadDim
            * ((4.0 * key.Heads) + (2 * key.KvHeads * key.Kv.BytesPerValue()));
        return 1000 * Math.Max(compute, bytes / system.MemoryBandwidth);
    }

    /// <summary>Decode attention of one layer: one query per row against its whole cache, which is read once.</summary>
    public static double DecodeAttention(GpuSystem system, in AttentionKey key, double rows, double length)
    {
        var attended = key.Window > 0 ? Math.Min(length, key.Window) : length;
        var compute = 4 * rows * attended * key.Heads * key.HeadDim / system.Bf16Flops;
        var bytes = rows * key.HeadDim * ((4.0 * key.Heads) + (2 * key.KvHeads * attended * key.Kv.BytesPerValue()));
        return 1000 * Math.Max(compute, bytes / system.MemoryBandwidth);
    }

    /// <summary>
    /// Routed experts: tokens·topk rows spread over the expert group, and the weights of the experts that are hit at least once,
    /// E·(1 − (1 − topk/E)^tokens) of them when routing is random.
    /// </summary>
    public static double Moe(GpuSystem system, in MoeKey key, double tokens) => Moe(system, key, tokens, RandomlyHitExperts(key, tokens));

    /// <summary>Experts that at least one of <paramref name="tokens"/> tokens chooses when routing is random.</summary>
    public static double RandomlyHitExperts(in MoeKey key, double tokens) =>
        key.Experts * (1 - Math.Pow(1 - ((double)key.TopK / key.Experts), tokens));

    /// <summary>The same bound with a given number of experts hit.</summary>
    public static double Moe(GpuSystem system, in MoeKey key, double tokens, double active)
    {
        var matrices = key.Gated ? 3.0 : 2.0;
        var split = (double)key.MoeTp * key.MoeEp;
        var compute = 2 * tokens * key.TopK * matrices * key.HiddenSize * key.IntermediateSize
            / split / Flops(system, key.Quant.Compute());
        var weights = active * matrices * key.HiddenSize * key.IntermediateSize * key.Quant.BytesPerWeight() / split;
        var activations = tokens * key.TopK * ((2.0 * key.HiddenSize) + (matrices * key.IntermediateSize / key.MoeTp)) * 2 / key.MoeEp;
        return 1000 * Math.Max(compute, (weights + activations) / system.MemoryBandwidth);
    }

    /// <summary>A ring collective: each GPU sends (n−1)/n of the payload once, twice for a sum that all keep.</summary>
    public static double Collective(GpuSystem system, in CollectiveKey key, double elements)
    {
        if (key.Gpus <= 1)
        {
            return 0;
        }

        var passes = key.Kind == CollectiveKind.AllReduce ? 2.0 : 1.0;
        var bytes = elements * key.Quant.BytesPerValue() * passes * (key.Gpus - 1) / key.Gpus;
        return 1000 * bytes / system.BandwidthBetween(key.Gpus);
    }

    /// <summary>A kernel that only moves memory: bytes at the reachable bandwidth plus its constant latency.</summary>
    public static double Elementwise(GpuSystem system, double bytes) =>
        1000 * ((bytes / (system.MemoryBandwidth * system.ElementwiseBandwidthShare)) + system.ElementwiseLatency);

    /// <summary>A message to a neighbouring stage over the link that <paramref name="gpus"/> GPUs share.</summary>
    public static double PointToPoint(GpuSystem system, double bytes, int gpus) =>
        1000 * ((bytes / system.BandwidthBetween(gpus)) + system.PointToPointLatency);

    private static double Flops(GpuSystem system, ComputeType type) =>
        system.Flops(type) ?? throw new Validation.InvalidInputException(
            "--system", $"{system.Name} has no {type} tensor cores", "choose a checkpoint or quantisation that the GPU can compute");
}
