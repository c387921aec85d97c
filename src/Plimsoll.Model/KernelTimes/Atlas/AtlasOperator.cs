namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>The kernels that the atlas has surfaces of. The numbers are stored in atlas files.</summary>
public enum AtlasOperator
{
    /// <summary>Dense projections over (n, k, m).</summary>
    Gemm = 0,

    /// <summary>Prefill attention over (heads, prompt length, sequences).</summary>
    PrefillAttention = 1,

    /// <summary>Decode attention over (heads, rows, KV length).</summary>
    DecodeAttention = 2,

    /// <summary>Routed experts over tokens.</summary>
    Moe = 3,

    /// <summary>The engine's own all-reduce over elements.</summary>
    AllReduce = 4,

    /// <summary>Collectives of the communication library over elements.</summary>
    Nccl = 5,
}
