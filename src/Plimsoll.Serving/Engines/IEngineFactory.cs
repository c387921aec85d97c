using Plimsoll.Model.Backends;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Systems;

namespace Plimsoll.Serving.Engines;

/// <summary>Builds workers of one model on one system under one backend version. Safe to call from several threads.</summary>
public interface IEngineFactory
{
    /// <summary>The kind of GPU node.</summary>
    GpuSystem System { get; }

    /// <summary>The backend and release.</summary>
    EngineVersion Version { get; }

    /// <summary>A worker of this layout, or why there is none. Never throws for a layout that merely doesn't work.</summary>
    EngineOffer Build(ParallelLayout layout);
}
