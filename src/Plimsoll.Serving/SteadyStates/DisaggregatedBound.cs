namespace Plimsoll.Serving.SteadyStates;

/// <summary>What limits the request rate of a disaggregated replica.</summary>
public enum DisaggregatedBound
{
    /// <summary>Computing prompts.</summary>
    Prefill,

    /// <summary>Moving KV caches.</summary>
    KvLink,

    /// <summary>Sequences that the decode workers run at once.</summary>
    Decode,
}
