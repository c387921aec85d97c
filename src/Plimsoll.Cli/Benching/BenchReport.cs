using Plimsoll.Load.Metrics;
using Plimsoll.Load.Runs;

namespace Plimsoll.Cli.Benching;

/// <summary>A finished benchmark: everything that the page shows. Immutable.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Phase">What happened.</param>
/// <param name="Metrics">Its figures.</param>
/// <param name="Health">How well the client kept up.</param>
/// <param name="Folder">Where the files are.</param>
internal sealed record BenchReport(BenchQuestion Question, PhaseOutcome Phase, RunMetrics Metrics, ClientHealth Health, string Folder);
