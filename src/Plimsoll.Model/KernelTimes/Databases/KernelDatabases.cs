using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.KernelTimes.Databases;

/// <summary>The kernel databases of a question, in order of precedence.</summary>
public sealed class KernelDatabases : IDisposable
{
    private readonly IReadOnlyList<IKernelDatabase> _databases;

    /// <summary>Databases in order of precedence; disposed with this object.</summary>
    public KernelDatabases(IReadOnlyList<IKernelDatabase> databases) => _databases = databases;

    /// <summary>All systems that any database knows, sorted.</summary>
    public IReadOnlyList<string> Systems =>
        _databases.SelectMany(database => database.Systems).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();

    /// <summary>The facts of a system from the first database that knows it.</summary>
    /// <exception cref="InvalidInputException">No database knows it.</exception>
    public GpuSystem System(string name, string flag = "--system")
    {
        foreach (var database in _databases)
        {
            if (database.FindSystem(name) is { } system)
            {
                return system;
            }
        }

        throw new InvalidInputException(
            flag, $"unknown system '{name}'", NearestName.Hint(name, Systems) ?? "known: " + string.Join(", ", Systems));
    }

    /// <summary>Whether any database has a complete release of the backend on the system.</summary>
    public bool Has(string system, BackendKind backend) => _databases.Any(database => database.Versions(system, backend).Count > 0);

    /// <summary>
    /// The release to plan for: the one asked for, or the newest complete one of the first database that has any; with a note when no
    /// database holds kernel times of exactly that release.
    /// </summary>
    /// <exception cref="InvalidInputException">What was asked for is no release number.</exception>
    /// <exception cref="MissingDataException">No database has the backend on this system.</exception>
    public (EngineVersion Engine, string? Note) Resolve(string system, BackendKind backend, string? version)
    {
        if (version is not null && !ReleaseOrder.IsRelease(version))
        {
            throw new InvalidInputException("--backend-version", $"'{version}' is no release number", "leave it out for the newest, or give one such as 0.24.0");
        }

        foreach (var database in _databases)
        {
            var versions = database.Versions(system, backend);
            if (versions.Count == 0)
            {
                continue;
            }

            if (version is null)
            {
                return (new EngineVersion(backend, versions[^1]), null);
            }

            if (versions.FirstOrDefault(found => ReleaseOrder.AreSame(found, version)) is { } same)
            {
                return (new EngineVersion(backend, same), null);
            }

            var older = versions.LastOrDefault(found => ReleaseOrder.Instance.Compare(found, version) < 0);
            var (nearest, side) = older is null ? (versions[0], "newer") : (older, "older");
            return (
                new EngineVersion(backend, version),
                $"no kernel times of {backend.Name()} {version} on {system}: those of {nearest}, the nearest {side} release, answer");
        }

        throw new MissingDataException(
            "--backend",
            $"no kernel times of {backend.Name()} on {system}",
            $"backends with data there: {string.Join(", ", BackendsOf(system)) switch { "" => "none", var names => names }}");
    }

    /// <summary>Kernel times for a release from every database that has the backend on this system, in order of precedence.</summary>
    public IReadOnlyList<IKernelTimeSource> Sources(string system, EngineVersion engine, bool repair)
    {
        var sources = new List<IKernelTimeSource>();
        foreach (var database in _databases)
        {
            if (database.Versions(system, engine.Backend).Count > 0)
            {
                sources.Add(database.Source(system, engine, repair));
            }
        }

        return sources;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var database in _databases)
        {
            database.Dispose();
        }
    }

    private IEnumerable<string> BackendsOf(string system) =>
        Enum.GetValues<BackendKind>().Where(backend => Has(system, backend)).Select(backend => backend.Name());
}
