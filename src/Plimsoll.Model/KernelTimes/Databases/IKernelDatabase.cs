using Plimsoll.Model.Backends;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Databases;

/// <summary>A collection of kernel times for several systems, backends and releases: a measured database, or the atlas.</summary>
public interface IKernelDatabase : IDisposable
{
    /// <summary>What to call it in notes.</summary>
    string Name { get; }

    /// <summary>Systems that it knows, sorted.</summary>
    IReadOnlyList<string> Systems { get; }

    /// <summary>The facts of a system; null when unknown.</summary>
    GpuSystem? FindSystem(string name);

    /// <summary>Complete releases of a backend on a system, oldest first.</summary>
    IReadOnlyList<string> Versions(string system, BackendKind backend);

    /// <summary>Kernel times for a release; the nearest release answers where the asked one has no table.</summary>
    /// <param name="system">A system that the database knows.</param>
    /// <param name="engine">Backend and release asked for.</param>
    /// <param name="repair">Whether implausible measurements are replaced by better evidence.</param>
    IKernelTimeSource Source(string system, EngineVersion engine, bool repair);
}
