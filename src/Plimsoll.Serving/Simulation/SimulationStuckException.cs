namespace Plimsoll.Serving.Simulation;

/// <summary>A simulation can never finish; the message says which request and why.</summary>
public sealed class SimulationStuckException(string message) : Exception(message);
