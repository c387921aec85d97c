using Plimsoll.Serving.Caches;

namespace Plimsoll.Serving.Simulation;

/// <summary>What is left of a request's stay on a prefill worker while it is on its way to a decode worker.</summary>
internal struct KvLeg
{
    /// <summary>Answer tokens that the client asked for; the prefill worker is asked for one.</summary>
    public int Osl;

    /// <summary>Index of the prefill worker.</summary>
    public int From;

    /// <summary>The worker's attention rank.</summary>
    public int FromRank;

    /// <summary>The rank's blocks, held until they are fetched.</summary>
    public KvHold Held;

    /// <summary>From the start of its first step there to the end of that leg at the proxy, ms.</summary>
    public double AnsweredAfterMs;

    /// <summary>Whether the KV cache is at the decode worker.</summary>
    public bool Landed;
}
