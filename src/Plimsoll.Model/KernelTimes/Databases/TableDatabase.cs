using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Measurements;
using Plimsoll.Model.KernelTimes.Repair;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Databases;

/// <summary>A measured database in AIConfigurator's layout.</summary>
/// <param name="root">The database; disposed with this object.</param>
public sealed class TableDatabase(SystemsRoot root) : IKernelDatabase
{
    private readonly Dictionary<string, TableCatalog> _catalogs = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public string Name => root.Name;

    /// <inheritdoc />
    public IReadOnlyList<string> Systems => root.Systems;

    /// <inheritdoc />
    public GpuSystem? FindSystem(string name) => root.Systems.Contains(name) ? Catalog(name).System : null;

    /// <inheritdoc />
    public IReadOnlyList<string> Versions(string system, BackendKind backend) =>
        root.Systems.Contains(system) ? Catalog(system).CompleteVersions(backend) : [];

    /// <inheritdoc />
    public IKernelTimeSource Source(string system, EngineVersion engine, bool repair)
    {
        var catalog = Catalog(system);
        var tables = new TableSource(catalog, engine);
        if (!repair)
        {
            return tables;
        }

        // Our own measurements were taken with the kernels of vLLM; other engines run others.
        var own = engine.Backend == BackendKind.Vllm ? OwnGemmMeasurements.For(catalog.System) : null;
        var newest = catalog.NewestComplete(engine.Backend) is { } version && ReleaseOrder.Instance.Compare(engine.Version, version) < 0
            ? new TableSource(catalog, new EngineVersion(engine.Backend, version))
            : null;
        return new RepairingSource(catalog.System, tables, own, Others(catalog, engine.Backend), newest);
    }

    /// <inheritdoc />
    public void Dispose() => root.Dispose();

    private static List<IKernelTimeSource> Others(TableCatalog catalog, BackendKind backend)
    {
        var others = new List<IKernelTimeSource>();
        foreach (var other in Enum.GetValues<BackendKind>())
        {
            if (other != backend && catalog.NewestComplete(other) is { } version)
            {
                others.Add(new TableSource(catalog, new EngineVersion(other, version)));
            }
        }

        return others;
    }

    private TableCatalog Catalog(string system)
    {
        // Transfers look at other systems while several threads price.
        lock (_catalogs)
        {
            if (!_catalogs.TryGetValue(system, out var catalog))
            {
                _catalogs[system] = catalog = new TableCatalog(root, system);
            }

            return catalog;
        }
    }
}
