using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>
/// An atlas as a kernel database. It knows every built-in system, since facts need no file, but has releases only of those that were fitted.
/// </summary>
/// <param name="atlas">The atlas.</param>
public sealed class AtlasDatabase(AtlasFile atlas) : IKernelDatabase
{
    /// <summary>The atlas.</summary>
    public AtlasFile Atlas => atlas;

    /// <inheritdoc />
    public string Name => atlas.Name;

    /// <inheritdoc />
    public IReadOnlyList<string> Systems => SystemCatalog.Names;

    /// <summary>The atlas that ships with Plimsoll.</summary>
    /// <exception cref="MalformedAtlasException">The build is broken.</exception>
    public static AtlasDatabase OpenEmbedded() => new(AtlasFile.OpenEmbedded());

    /// <inheritdoc />
    public GpuSystem? FindSystem(string name) => SystemCatalog.TryFind(name);

    /// <inheritdoc />
    public IReadOnlyList<string> Versions(string system, BackendKind backend) =>
        Releases(system, backend).Select(release => release.Engine.Version).ToArray();

    /// <summary>
    /// The releases of a backend on a system, oldest first. All of them have dense projections, attention and collectives, experts where
    /// <see cref="AtlasRelease.HasExperts"/> says so.
    /// </summary>
    public IReadOnlyList<AtlasRelease> Releases(string system, BackendKind backend) => atlas.Releases
        .Where(release => release.System == system && release.Engine.Backend == backend)
        .OrderBy(release => release.Engine.Version, ReleaseOrder.Instance)
        .ToArray();

    /// <inheritdoc />
    public IKernelTimeSource Source(string system, EngineVersion engine, bool repair)
    {
        var facts = SystemCatalog.TryFind(system)
            ?? throw new ArgumentException($"'{system}' is not a system that the atlas knows", nameof(system));
        return new AtlasSource(facts, new ReleaseSections(atlas, Nearest(system, engine), engine), repair);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // Nothing is held open: sections are read one by one.
    }

    // Itself, older ones (newest first), newer ones (oldest first).
    private AtlasRelease[] Nearest(string system, EngineVersion asked)
    {
        var releases = Releases(system, asked.Backend);
        int Order(AtlasRelease release) => ReleaseOrder.AreSame(release.Engine.Version, asked.Version)
            ? 0
            : ReleaseOrder.Instance.Compare(release.Engine.Version, asked.Version);
        return [.. releases.Where(release => Order(release) <= 0).Reverse(), .. releases.Where(release => Order(release) > 0)];
    }
}
