using Plimsoll.Model.Backends;

namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>A backend release on a system, and the surfaces that the atlas has for it.</summary>
/// <param name="System">Name of the system.</param>
/// <param name="Engine">Backend and release.</param>
/// <param name="Entries">Its surfaces, by operator and format.</param>
public sealed record AtlasRelease(string System, EngineVersion Engine, IReadOnlyList<AtlasEntry> Entries)
{
    /// <summary>Whether a model of experts can be priced: dense projections and attention are in every release, experts are not.</summary>
    public bool HasExperts => Has(AtlasOperator.Moe);

    /// <summary>Whether any surface of an operator is there.</summary>
    public bool Has(AtlasOperator op) => Entries.Any(entry => entry.Operator == op);

    /// <summary>The surfaces of an operator in a format; null when there are none.</summary>
    public AtlasEntry? Find(AtlasOperator op, string format)
    {
        foreach (var entry in Entries)
        {
            if (entry.Operator == op && entry.Format == format)
            {
                return entry;
            }
        }

        return null;
    }
}
