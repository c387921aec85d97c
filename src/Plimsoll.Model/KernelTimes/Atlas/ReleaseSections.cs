using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Tables;

namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>Looks surfaces up in an atlas for one release: its own first, then those of the releases nearest to it.</summary>
/// <param name="atlas">The atlas.</param>
/// <param name="releases">Releases that may answer, the nearest first.</param>
/// <param name="asked">The release that is asked for.</param>
internal sealed class ReleaseSections(AtlasFile atlas, IReadOnlyList<AtlasRelease> releases, EngineVersion asked) : IAtlasSections
{
    /// <inheritdoc />
    public IEnumerable<FittedSection> Find(AtlasOperator op, string format)
    {
        foreach (var release in releases)
        {
            if (release.Find(op, format) is { } entry)
            {
                var transferred = entry.Borrowed || !ReleaseOrder.AreSame(release.Engine.Version, asked.Version);
                yield return new FittedSection(release.Engine.Version, atlas.Section(entry.Section), entry.Error, transferred, Describe(op, entry));
            }
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<string> Formats(AtlasOperator op)
    {
        foreach (var release in releases)
        {
            var formats = release.Entries.Where(entry => entry.Operator == op).Select(entry => entry.Format).ToArray();
            if (formats.Length > 0)
            {
                return formats;
            }
        }

        return [];
    }

    private string Describe(AtlasOperator op, AtlasEntry entry)
    {
        var measured = op == AtlasOperator.Nccl ? entry.MeasuredWith : $"{asked.Backend.Name()} {entry.MeasuredWith}";
        var isOther = op != AtlasOperator.Nccl && !ReleaseOrder.AreSame(entry.MeasuredWith, asked.Version);
        var stray = isOther ? $" for {asked.Version}" : "";
        return $"{atlas.Name}, fitted to {measured}{stray}";
    }
}
