namespace Plimsoll.Serving.Policies.EngineFlags;

/// <summary>One launch flag of an engine, and what a simulation makes of it.</summary>
/// <param name="Name">Its usual spelling, with leading dashes.</param>
public sealed record EngineFlag(string Name)
{
    /// <summary>Other spellings.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether it takes no value.</summary>
    public bool IsSwitch { get; init; }

    /// <summary>Whether it takes several values.</summary>
    public bool IsList { get; init; }

    /// <summary>Puts its value into the settings, or returns null when the value is none; null when the flag sets nothing.</summary>
    public Func<EngineSettings, string, EngineSettings?>? Apply { get; init; }

    /// <summary>What a value must be, in words.</summary>
    public string Expected { get; init; } = "";

    /// <summary>Why it makes no difference here; such a flag is accepted, with a note.</summary>
    public string? WithoutEffect { get; init; }

    /// <summary>Why it is refused, and what to do instead.</summary>
    public string? Refused { get; init; }

    /// <summary>All spellings.</summary>
    public IEnumerable<string> Spellings => Aliases.Prepend(Name);
}
