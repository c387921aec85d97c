using Plimsoll.Model.Systems;
using Plimsoll.Serving.Engines;

namespace Plimsoll.Serving.Transfers;

/// <summary>The link that carries KV caches from prefill to decode workers.</summary>
/// <param name="Name">Which link, in words.</param>
/// <param name="BytesPerMs">Bandwidth of one GPU in one direction, bytes per ms.</param>
/// <param name="LatencyMs">Constant time of a transfer, ms.</param>
public sealed record KvLink(string Name, double BytesPerMs, double LatencyMs)
{
    /// <summary>
    /// The link between workers of two systems: within a node when the replica fits into one, else between nodes, at the slower end.
    /// </summary>
    /// <param name="prefill">System of the prefill workers.</param>
    /// <param name="decode">System of the decode workers.</param>
    /// <param name="replicaGpus">GPUs of the replica.</param>
    public static KvLink Between(GpuSystem prefill, GpuSystem decode, int replicaGpus)
    {
        var latencyMs = 1000 * Math.Max(prefill.PointToPointLatency, decode.PointToPointLatency);
        return prefill.Name == decode.Name && replicaGpus <= prefill.GpusPerNode
            ? new KvLink("inside a node", prefill.IntraNodeBandwidth / 1000, latencyMs)
            : new KvLink("between nodes", Math.Min(prefill.InterNodeBandwidth, decode.InterNodeBandwidth) / 1000, latencyMs);
    }

    /// <summary>
    /// Time to move the KV cache of <paramref name="tokens"/> tokens over the idle link, ms, without the constant: the GPUs that share a sequence
    /// at the narrower end move their parts side by side.
    /// </summary>
    public double IdleTransferMs(IServingEngine from, IServingEngine to, int tokens) =>
        tokens * from.KvBytesPerToken / (BytesPerMs * Math.Min(from.Layout.Tp * from.Layout.Pp, to.Layout.Tp * to.Layout.Pp));

    /// <summary>The link with its bandwidth, for a report: <c>between nodes, 50 GB/s per GPU</c>.</summary>
    public override string ToString() => $"{Name}, {BytesPerMs / 1e6:0.###} GB/s per GPU + {LatencyMs:0.###} ms";
}
