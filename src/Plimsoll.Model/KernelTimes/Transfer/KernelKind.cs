namespace Plimsoll.Model.KernelTimes.Transfer;

/// <summary>Kinds of kernels that transfer differently, because other limits govern them.</summary>
public enum KernelKind
{
    /// <summary>Dense projections.</summary>
    Gemm,

    /// <summary>Prefill attention.</summary>
    PrefillAttention,

    /// <summary>Decode attention.</summary>
    DecodeAttention,

    /// <summary>Routed experts.</summary>
    Moe,

    /// <summary>Collectives.</summary>
    Collective,
}
