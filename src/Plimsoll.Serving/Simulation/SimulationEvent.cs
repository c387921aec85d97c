namespace Plimsoll.Serving.Simulation;

/// <summary>Something that is due.</summary>
/// <param name="TimeMs">When.</param>
/// <param name="Order">Its place among events of the same time: the kind above, the number of scheduling below.</param>
/// <param name="Worker">The worker that it concerns.</param>
/// <param name="Subject">What of the worker: a sequence, the head of a chain of sequences, or a pipeline lane, by kind.</param>
internal readonly record struct SimulationEvent(double TimeMs, ulong Order, int Worker, int Subject);
