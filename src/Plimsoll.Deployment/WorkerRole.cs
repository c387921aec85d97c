namespace Plimsoll.Deployment;

/// <summary>What the workers of a pool do.</summary>
public enum WorkerRole
{
    /// <summary>Aggregated: prefill and decode.</summary>
    Agg,

    /// <summary>Disaggregated: prefill only.</summary>
    Prefill,

    /// <summary>Disaggregated: decode only.</summary>
    Decode,
}
