namespace Plimsoll.Serving.SteadyStates;

/// <summary>What limits how many sequences a worker runs at once.</summary>
public enum SequenceBound
{
    /// <summary>The engine's setting.</summary>
    MaxSequences,

    /// <summary>The KV cache.</summary>
    KvCache,
}
