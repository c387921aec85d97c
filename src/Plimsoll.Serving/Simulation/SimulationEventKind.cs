namespace Plimsoll.Serving.Simulation;

/// <summary>What is due, in the order in which events of the same moment happen.</summary>
internal enum SimulationEventKind
{
    /// <summary>A chain of sequences has its last token at the client.</summary>
    OutputsDelivered,

    /// <summary>A sequence's first turn at its worker's front end is over.</summary>
    Received,

    /// <summary>The front end has taken a request up once more; it hands it to the engine when its turn comes again.</summary>
    Validated,

    /// <summary>A sequence reaches its worker's scheduler.</summary>
    Arrival,

    /// <summary>KV caches may have arrived at decode workers.</summary>
    KvLanded,

    /// <summary>A step of a lane ends.</summary>
    StepEnd,

    /// <summary>A worker that was idle, or whose first pipeline stage was busy, may start a step.</summary>
    Wake,
}
