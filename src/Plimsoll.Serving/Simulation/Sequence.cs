using System.Runtime.InteropServices;
using Plimsoll.Serving.Caches;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Simulation;

/// <summary>
/// A request inside the simulation: one reused slot of a <see cref="SequenceTable"/>. Fields rather than properties, because the schedulers
/// change them in place.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Sequence
{
    /// <summary>No sequence: the end of a chain.</summary>
    public const int None = -1;

    /// <summary>What the client sent.</summary>
    public ClientRequest Request;

    /// <summary>What its prompt consists of where the prefix cache decides what is found; null where that is stated.</summary>
    public readonly PromptContent? Content => Request.CachedTokens is null ? Request.Content : null;

    /// <summary>When it reached the scheduler.</summary>
    public double QueuedMs;

    /// <summary>When its first step began; NaN before.</summary>
    public double StartedMs;

    /// <summary>How long it was in the queue before its first step.</summary>
    public double WaitedMs;

    /// <summary>When the client had the first token; NaN before.</summary>
    public double FirstTokenMs;

    /// <summary>When the client had the latest token that ended a wait: the first, the last, or the one before a preemption.</summary>
    public double LastTokenMs;

    /// <summary>When the client had the token with which it joined the decode batch; NaN until that is known.</summary>
    public double JoinedMs;

    /// <summary>Number of the first decode step that it takes part in.</summary>
    public long JoinStep;

    /// <summary>Number of the decode step that makes its last token.</summary>
    public long LastStep;

    /// <summary>Attention rank that serves it.</summary>
    public int Rank;

    /// <summary>Pipeline lane in whose batch it decodes.</summary>
    public int Lane;

    /// <summary>Tokens to compute before it decodes: the prompt, after a preemption also the answer so far.</summary>
    public int Target;

    /// <summary>How many of these are cached, computed, or planned to be in a step that runs.</summary>
    public int Computed;

    /// <summary>Answer tokens made before it joined the decode batch.</summary>
    public int Emitted;

    /// <summary>Prompt tokens found in the KV cache at its first start.</summary>
    public int Cached;

    /// <summary>Its KV blocks as of its start or its end; while it decodes, what it grew by follows from its length.</summary>
    public KvHold Kv;

    /// <summary>Prompt tokens that its worker was expected to compute for it, until they are.</summary>
    public int Charged;

    /// <summary>On a decode worker: how its prompt's KV cache comes there. Untouched elsewhere.</summary>
    public KvLeg Leg;

    /// <summary>How often it was preempted.</summary>
    public int Preemptions;

    /// <summary>Where it is in its life.</summary>
    public SequencePhase Phase;

    /// <summary>Neighbour that started earlier, in the rank's running list.</summary>
    public int Before;

    /// <summary>Neighbour that started later.</summary>
    public int After;

    /// <summary>Neighbour towards the head among sequences that end with the same step.</summary>
    public int PeerBefore;

    /// <summary>Next one among sequences that end together; next free slot when unused.</summary>
    public int PeerAfter;
}
