namespace Plimsoll.Model.Models;

/// <summary>One number of a block's shape.</summary>
/// <param name="Name">Its name in catalogue lines.</param>
/// <param name="Value">The number; a truth value is 0 or 1.</param>
public readonly record struct BlockFact(string Name, int Value);
