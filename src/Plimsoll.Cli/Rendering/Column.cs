using Plimsoll.Planning.Reports;

namespace Plimsoll.Cli.Rendering;

/// <summary>A column of a table of configurations.</summary>
/// <param name="Heading">The column's heading.</param>
/// <param name="Cell">The cell of a row; the report gives what all rows share.</param>
internal sealed record Column(string Heading, Func<PlannedConfiguration, PlanReport, string> Cell);
