using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.Tests.KernelTimes.Databases;

/// <summary>A database of one system with vLLM releases, whose sources do nothing but be told apart.</summary>
internal sealed class FakeDatabase(string name, GpuSystem system, params string[] versions) : IKernelDatabase
{
    public string Name => name;

    public IReadOnlyList<string> Systems => [system.Name];

    public bool IsDisposed { get; private set; }

    /// <summary>The last question to <see cref="Source"/>.</summary>
    public (string System, EngineVersion Engine, bool Repair)? Asked { get; private set; }

    public SyntheticKernels Kernels { get; } = new();

    public GpuSystem? FindSystem(string name) => name == system.Name ? system : null;

    public IReadOnlyList<string> Versions(string name, BackendKind backend) =>
        name == system.Name && backend == BackendKind.Vllm ? versions : [];

    public IKernelTimeSource Source(string name, EngineVersion engine, bool repair)
    {
        Asked = (name, engine, repair);
        return Kernels;
    }

    public void Dispose() => IsDisposed = true;
}
