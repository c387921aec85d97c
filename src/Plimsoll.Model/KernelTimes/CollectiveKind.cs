namespace Plimsoll.Model.KernelTimes;

/// <summary>A collective operation over a group of GPUs.</summary>
public enum CollectiveKind
{
    /// <summary>Sum over all GPUs, result on all; the engine's own low-latency kernel where it has one.</summary>
    AllReduce,

    /// <summary>Every GPU receives the parts of all.</summary>
    AllGather,

    /// <summary>Sum over all GPUs, each keeps its part.</summary>
    ReduceScatter,

    /// <summary>Every GPU sends a different part to every other.</summary>
    AllToAll,
}
