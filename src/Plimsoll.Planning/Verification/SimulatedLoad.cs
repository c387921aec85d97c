using Plimsoll.Serving.Statistics;

namespace Plimsoll.Planning.Verification;

/// <summary>One load of one replica, simulated.</summary>
/// <param name="Load">The load, in the load model's unit, of one replica.</param>
/// <param name="Run">What the run showed; null when it could not be run to its end.</param>
internal sealed record SimulatedLoad(double Load, SimulationSummary Run);
