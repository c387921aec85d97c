namespace Plimsoll.Serving.Simulation;

/// <summary>Where a sequence is in its life.</summary>
internal enum SequencePhase
{
    /// <summary>On its way to the scheduler or in its queue.</summary>
    Waiting,

    /// <summary>Started; its prompt is not complete.</summary>
    Prefilling,

    /// <summary>Makes one token in every decode step of its lane.</summary>
    Decoding,

    /// <summary>All tokens made.</summary>
    Finished,
}
