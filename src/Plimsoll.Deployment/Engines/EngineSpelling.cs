using Plimsoll.Model.KernelTimes.Tables;

namespace Plimsoll.Deployment.Engines;

/// <summary>How a range of an engine's releases spells a setting.</summary>
/// <param name="Key">The setting.</param>
/// <param name="Name">The flag with its dashes, or the dotted path in the engine's YAML; of a truth value: what says true.</param>
public sealed record EngineSpelling(EngineKey Key, string Name)
{
    /// <summary>The flag that says false; null when silence does.</summary>
    public string? NameOfFalse { get; init; }

    /// <summary>Whether silence says true, so that only <see cref="NameOfFalse"/> is written.</summary>
    public bool IsTrueUnsaid { get; init; }

    /// <summary>In YAML: whether the engine's setting is the opposite of ours.</summary>
    public bool IsNegated { get; init; }

    /// <summary>The first release that knows it; null = all that are known here.</summary>
    public string? Since { get; init; }

    /// <summary>The first release that no longer knows it; null = none.</summary>
    public string? Until { get; init; }

    /// <summary>What the engine does when it isn't said.</summary>
    public string Default { get; init; } = "the engine's own";

    /// <summary>The engine's own name as a key: <c>max_num_seqs</c> for <c>--max-num-seqs</c>, the last step of a YAML path.</summary>
    public string NativeName => Name.Split('.')[^1].TrimStart('-').Replace('-', '_');

    /// <summary>Whether a release knows it.</summary>
    public bool Covers(string version) =>
        (Since is null || ReleaseOrder.Instance.Compare(version, Since) >= 0) && (Until is null || ReleaseOrder.Instance.Compare(version, Until) < 0);
}
