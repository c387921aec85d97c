using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.KernelTimes.Transfer;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.KernelTimes.Databases;

/// <summary>
/// The kernel databases of a question, in order of precedence; what none of them measured is transferred from what they did measure.
/// </summary>
public sealed class KernelDatabases : IDisposable
{
    private readonly IReadOnlyList<IKernelDatabase> _databases;
    private readonly IReadOnlyList<GpuSystem> _own;
    private readonly Lazy<TransferErrors> _errors = new(TransferErrors.Embedded);

    /// <summary>Databases in order of precedence; disposed with this object.</summary>
    /// <param name="databases">The databases.</param>
    /// <param name="own">
    /// The user's own systems. Their facts win over those of databases, and no database answers for them directly, even under the same name.
    /// </param>
    public KernelDatabases(IReadOnlyList<IKernelDatabase> databases, IReadOnlyList<GpuSystem>? own = null) =>
        (_databases, _own) = (databases, own ?? []);

    /// <summary>All systems that any database or the user knows, sorted.</summary>
    public IReadOnlyList<string> Systems => _databases.SelectMany(database => database.Systems)
        .Concat(_own.Select(system => system.Name))
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();

    /// <summary>The facts of a system: the user's own, else those of the first database that knows it.</summary>
    /// <exception cref="InvalidInputException">Nobody knows it.</exception>
    public GpuSystem System(string name, string flag = "--system")
    {
        if (_own.FirstOrDefault(system => system.Name == name) is { } own)
        {
            return own;
        }

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
    public bool Has(string system, BackendKind backend) => _databases.Any(database => Versions(database, system, backend).Count > 0);

    /// <summary>All complete releases of the backend on the system in any database, oldest first; none for a user's own system.</summary>
    public IReadOnlyList<string> Versions(string system, BackendKind backend) =>
        [.. _databases.SelectMany(database => Versions(database, system, backend)).Distinct(StringComparer.Ordinal).Order(ReleaseOrder.Instance)];

    /// <summary>Whether measured tables answer first for the backend on the system, rather than the atlas.</summary>
    public bool IsMeasured(string system, BackendKind backend) =>
        _databases.FirstOrDefault(database => Versions(database, system, backend).Count > 0) is TableDatabase;

    /// <summary>Whether any database has a complete release of the backend on any system, from which times can be transferred.</summary>
    public bool CanTransfer(BackendKind backend) =>
        _databases.Any(database => database.Systems.Any(system => database.Versions(system, backend).Count > 0));

    /// <summary>
    /// The release to plan for: the one asked for, or the newest complete one of the first database that has any; with a note when no
    /// database holds kernel times of exactly that release. On a system without any, the release of the most alike system that has some.
    /// </summary>
    /// <exception cref="InvalidInputException">What was asked for is no release number.</exception>
    /// <exception cref="MissingDataException">No database has the backend on any system.</exception>
    public (EngineVersion Engine, string? Note) Resolve(string system, BackendKind backend, string? version)
    {
        if (version is not null && !ReleaseOrder.IsRelease(version))
        {
            throw new InvalidInputException("--backend-version", $"'{version}' is no release number", "leave it out for the newest, or give one such as 0.24.0");
        }

        foreach (var database in _databases)
        {
            var versions = Versions(database, system, backend);
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

        if (Nearest(system, backend) is not { } donor)
        {
            throw new MissingDataException("--backend", $"no kernel times of {backend.Name()} on any system", "name more databases with --systems-paths");
        }

        return (
            new EngineVersion(backend, version ?? donor.Engine.Version),
            $"no kernel times of {backend.Name()} on {system}: they are transferred from other systems, first of all {donor.System.Name}");
    }

    /// <summary>
    /// Kernel times for a release from every database that has the backend on this system, in order of precedence; last, those transferred
    /// from other number formats, backends and systems.
    /// </summary>
    public IReadOnlyList<IKernelTimeSource> Sources(string system, EngineVersion engine, bool repair)
    {
        var sources = new List<IKernelTimeSource>();
        foreach (var database in _databases)
        {
            if (Versions(database, system, engine.Backend).Count > 0)
            {
                sources.Add(database.Source(system, engine, repair));
            }
        }

        sources.Add(new TransferSource(System(system), engine.Backend, () => new TransferKnowledge(Donors(engine, repair), _errors.Value)));
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

    // A user's own system is no database's, whatever it is called.
    private IReadOnlyList<string> Versions(IKernelDatabase database, string system, BackendKind backend) =>
        _own.Any(own => own.Name == system) ? [] : database.Versions(system, backend);

    private TransferDonor? Nearest(string system, BackendKind backend)
    {
        var asked = System(system);
        return Donors(new EngineVersion(backend, ""), repair: true)
            .Where(donor => donor.Engine.Backend == backend)
            .MinBy(donor => ArchitectureDistance.Between(asked, donor.System, KernelKind.Gemm));
    }

    // Every backend on every system, in the first database that has it: the asked backend in the asked release where one is asked for,
    // others in their newest.
    private List<TransferDonor> Donors(EngineVersion engine, bool repair)
    {
        var donors = new List<TransferDonor>();
        var seen = new HashSet<(string System, BackendKind Backend)>();
        foreach (var database in _databases)
        {
            foreach (var system in database.Systems)
            {
                foreach (var backend in Enum.GetValues<BackendKind>())
                {
                    if (database.Versions(system, backend) is { Count: > 0 } versions && seen.Add((system, backend)))
                    {
                        var isAsked = backend == engine.Backend && engine.Version.Length > 0;
                        var release = isAsked ? engine : new EngineVersion(backend, versions[^1]);
                        donors.Add(new TransferDonor(database.FindSystem(system)!, release, () => database.Source(system, release, repair)));
                    }
                }
            }
        }

        return donors;
    }
}
