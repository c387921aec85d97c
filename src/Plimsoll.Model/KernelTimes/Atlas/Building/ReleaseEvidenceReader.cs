using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Atlas.Fitting;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Atlas.Building;

/// <summary>Reads what the atlas is fitted to: of every system and backend the newest complete release, and older ones.</summary>
/// <remarks>
/// Of a backend the newest complete release is taken, then older ones down to the first that measured its own projections, then such that
/// only borrow what is already there. Releases that equal another by declaration cost nothing, because their sections are the same.
/// </remarks>
internal static class ReleaseEvidenceReader
{
    private const string GemmTable = "gemm_perf";

    /// <summary>All releases of all systems that the database has tables of, lazily.</summary>
    /// <param name="root">The database.</param>
    /// <param name="times">What tells the times of a release.</param>
    public static IEnumerable<ReleaseEvidence> Read(SystemsRoot root, IKernelDatabase times)
    {
        foreach (var system in root.Systems)
        {
            var catalog = new TableCatalog(root, system);
            foreach (var backend in Enum.GetValues<BackendKind>())
            {
                foreach (var version in Chosen(catalog, backend))
                {
                    yield return Of(catalog, new EngineVersion(backend, version), times);
                }
            }
        }
    }

    /// <summary>The evidence of one release.</summary>
    public static ReleaseEvidence Of(TableCatalog catalog, EngineVersion engine, IKernelDatabase times)
    {
        var name = catalog.System.Name;
        var system = SystemCatalog.TryFind(name) ?? catalog.System;
        var files = new EvidenceFiles(
            catalog, system, engine, times.Source(name, engine, repair: true), times.Source(name, engine, repair: false));
        return new ReleaseEvidence(
            system,
            engine,
            [
                .. GemmEvidence.Of(files), .. AttentionEvidence.Prefill(files), .. AttentionEvidence.Decode(files), .. MoeEvidence.Of(files),
                .. CollectiveEvidence.Of(files),
            ]);
    }

    /// <summary>Complete releases of a backend that the atlas takes, newest first.</summary>
    public static IReadOnlyList<string> Chosen(TableCatalog catalog, BackendKind backend)
    {
        var chosen = new List<string>();
        var measured = new HashSet<string>(StringComparer.Ordinal);
        foreach (var version in catalog.CompleteVersions(backend).Reverse())
        {
            var path = catalog.Locate(GemmTable, backend, version)[0].Path;
            if (measured.Contains(path) || measured.Count < 2)
            {
                chosen.Add(version);
                measured.Add(path);
            }
        }

        return chosen;
    }
}
