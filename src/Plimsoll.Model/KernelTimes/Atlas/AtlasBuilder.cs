using System.Buffers.Binary;
using Plimsoll.Model.KernelTimes.Atlas.Building;
using Plimsoll.Model.KernelTimes.Atlas.Fitting;
using Plimsoll.Model.KernelTimes.Atlas.Storage;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.KernelTimes.Tables;

namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>Builds an atlas by fitting surfaces to measured tables. The same tables give the same bytes.</summary>
public static class AtlasBuilder
{
    private const int MostThreads = 2;

    /// <summary>Fits every system and backend of a database and returns the atlas file.</summary>
    /// <param name="root">The database.</param>
    /// <param name="times">What tells the times of a release; null = the tables themselves and their repair.</param>
    /// <param name="progress">Hears of each finished release.</param>
    /// <param name="cancellation">Stops between releases.</param>
    public static byte[] Build(
        SystemsRoot root,
        IKernelDatabase? times = null,
        IProgress<AtlasProgress>? progress = null,
        CancellationToken cancellation = default) =>
        Build(ReleaseEvidenceReader.Read(root, times ?? new TableDatabase(root)), progress, cancellation);

    /// <summary>Fits the given evidence.</summary>
    internal static byte[] Build(
        IEnumerable<ReleaseEvidence> evidence, IProgress<AtlasProgress>? progress = null, CancellationToken cancellation = default)
    {
        var sections = new SectionStore();
        var releases = new List<AtlasRelease>();
        foreach (var release in evidence)
        {
            cancellation.ThrowIfCancellationRequested();
            var fits = Fit(release, sections);
            releases.Add(new AtlasRelease(release.System.Name, release.Engine, sections.Entries(release, fits)));
            progress?.Report(new AtlasProgress(release.System.Name, release.Engine, releases.Count, sections.Bytes));
        }

        return Assemble(sections, releases);
    }

    // Sections of one release are fitted side by side; those that an earlier release already fitted to the same measurements are skipped.
    private static SectionFitResult?[] Fit(ReleaseEvidence release, SectionStore sections)
    {
        var todo = release.Sections.Select(section => sections.Knows(release, section) ? null : section).ToArray();
        var slices = todo.Select(section => section?.Slices() ?? []).ToArray();
        var fits = new SectionFitResult?[todo.Length];
        Parallel.For(0, todo.Length, new ParallelOptions { MaxDegreeOfParallelism = MostThreads }, i =>
        {
            if (todo[i] is { } section && slices[i].Count > 0)
            {
                fits[i] = SectionFitResult.Of(section, slices[i], release.System);
            }
        });
        return fits;
    }

    private static byte[] Assemble(SectionStore sections, List<AtlasRelease> releases)
    {
        var ordered = releases
            .OrderBy(release => release.System, StringComparer.Ordinal)
            .ThenBy(release => release.Engine.Backend)
            .ThenBy(release => release.Engine.Version, ReleaseOrder.Instance)
            .ToArray();
        var systems = releases.Select(release => release.System).Distinct(StringComparer.Ordinal);
        var head = new AtlasHead(RooflineFingerprint.Of(systems), sections.Stored, ordered).Encode();
        var file = new byte[AtlasFile.PrefixBytes + head.Length + sections.Bytes];
        AtlasFile.Magic.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), AtlasFile.FormatNumber);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), (uint)head.Length);
        head.CopyTo(file, AtlasFile.PrefixBytes);
        sections.CopyTo(file.AsSpan(AtlasFile.PrefixBytes + head.Length));
        return file;
    }
}
