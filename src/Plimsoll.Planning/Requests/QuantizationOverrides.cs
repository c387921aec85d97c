namespace Plimsoll.Planning.Requests;

/// <summary>Number formats that the user fixes; null = what the checkpoint says. Spelled as in the tables (<c>fp8_block</c>).</summary>
public sealed record QuantizationOverrides
{
    /// <summary>Dense projections.</summary>
    public string? Gemm { get; init; }

    /// <summary>Experts.</summary>
    public string? Moe { get; init; }

    /// <summary>The KV cache.</summary>
    public string? KvCache { get; init; }

    /// <summary>Arithmetic of prefill attention.</summary>
    public string? Fmha { get; init; }

    /// <summary>Collectives.</summary>
    public string? Comm { get; init; }
}
