namespace Plimsoll.Cli;

/// <summary>Where a run writes.</summary>
/// <param name="Output">Results, and nothing else.</param>
/// <param name="Error">Errors, notes and progress.</param>
/// <param name="Colour">Whether the results go to a terminal that shows colours.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, bool Colour);
