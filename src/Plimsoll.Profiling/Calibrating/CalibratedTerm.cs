namespace Plimsoll.Profiling.Calibrating;

/// <summary>What a study found for one term.</summary>
/// <param name="Name">The term.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Start">Where the search started.</param>
/// <param name="Value">What it found from all runs.</param>
/// <param name="LeastLeftOut">The smallest value found with one group of runs left out; null when none was.</param>
/// <param name="MostLeftOut">The largest.</param>
public sealed record CalibratedTerm(string Name, string Unit, double Start, double Value, double? LeastLeftOut, double? MostLeftOut);
