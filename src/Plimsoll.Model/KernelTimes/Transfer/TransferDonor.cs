using Plimsoll.Model.Backends;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Transfer;

/// <summary>Kernel times that may be carried over to another GPU, backend or number format.</summary>
/// <param name="system">The GPU that they were measured on.</param>
/// <param name="engine">The backend and release that they were measured with.</param>
/// <param name="open">Opens them; called once, when they are first asked.</param>
public sealed class TransferDonor(GpuSystem system, EngineVersion engine, Func<IKernelTimeSource> open)
{
    private readonly Lazy<IKernelTimeSource> _source = new(open);

    /// <summary>The GPU that they were measured on.</summary>
    public GpuSystem System => system;

    /// <summary>The backend and release that they were measured with.</summary>
    public EngineVersion Engine => engine;

    /// <summary>The times.</summary>
    public IKernelTimeSource Source => _source.Value;
}
