using Plimsoll.Formats.Parquet;
using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Atlas.Building;

/// <summary>What the collectors of evidence share: one release's tables, opened once, and the sources that tell their times.</summary>
/// <param name="catalog">The tables of the system.</param>
/// <param name="system">The facts that rooflines are computed from.</param>
/// <param name="engine">Backend and release.</param>
/// <param name="source">Their times, implausible ones repaired.</param>
/// <param name="raw">Their times as measured.</param>
internal sealed class EvidenceFiles(
    TableCatalog catalog, GpuSystem system, EngineVersion engine, IKernelTimeSource source, IKernelTimeSource raw)
{
    private readonly Dictionary<string, ParquetFile> _files = new(StringComparer.Ordinal);

    /// <summary>The tables of the system.</summary>
    public TableCatalog Catalog => catalog;

    /// <summary>The facts that rooflines are computed from.</summary>
    public GpuSystem System => system;

    /// <summary>Backend and release.</summary>
    public EngineVersion Engine => engine;

    /// <summary>Their times, implausible ones repaired.</summary>
    public IKernelTimeSource Source => source;

    /// <summary>Their times as measured.</summary>
    public IKernelTimeSource Raw => raw;


    /// <summary>
    /// The files that speak for a table of this release: its own and declared ones, else the nearest of another release.
    /// </summary>
    public IReadOnlyList<TableLocation> Locate(string table)
    {
        var all = catalog.Locate(table, engine.Backend, engine.Version);
        var own = all.Where(location => location.Channel <= TableChannel.Declared).ToArray();
        return own.Length > 0 ? own : all.Take(1).ToArray();
    }

    /// <summary>A file of the database.</summary>
    public ParquetFile Open(string path)
    {
        if (!_files.TryGetValue(path, out var file))
        {
            _files[path] = file = ParquetFile.Open(catalog.Root.ReadFile(path), $"{catalog.Root.Name}/{path}");
        }

        return file;
    }

    /// <summary>Whether a location belongs to another release whose times nobody declared equal.</summary>
    public static bool IsBorrowed(TableLocation location) => location.Channel > TableChannel.Declared;
}
