using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Transfer;

/// <summary>How alike two GPUs are for a kind of kernel: 0 = equal in everything that matters, 1 = about one generation apart.</summary>
/// <remarks>
/// Kernels are written for an architecture, so its generation counts most. The balance of arithmetic and memory bandwidth tells HBM from GDDR
/// behind a large cache, the size counts least. Collectives see the links alone. The weights are chosen so that the order of the distances
/// follows that of the errors between measured GPUs (docs/transfer.md).
/// </remarks>
public static class ArchitectureDistance
{
    private const double PerOctaveOfBalance = 0.6;
    private const double PerOctaveOfSize = 0.15;
    private const double PerOctaveOfLink = 0.4;
    private const double WithoutCuda = 2;

    /// <summary>The distance; symmetric, 0 for equal facts.</summary>
    public static double Between(GpuSystem a, GpuSystem b, KernelKind kind) =>
        kind == KernelKind.Collective ? Links(a, b) : Cores(a, b);

    private static double Cores(GpuSystem a, GpuSystem b)
    {
        var balance = Octaves(a.Bf16Flops / a.MemoryBandwidth, b.Bf16Flops / b.MemoryBandwidth);
        var size = Octaves(a.MemoryBandwidth, b.MemoryBandwidth);
        return Generations(a.SmVersion, b.SmVersion) + (PerOctaveOfBalance * balance) + (PerOctaveOfSize * size);
    }

    private static double Links(GpuSystem a, GpuSystem b) =>
        (PerOctaveOfLink * Octaves(a.IntraNodeBandwidth, b.IntraNodeBandwidth))
        + (0.2 * Generations(a.SmVersion, b.SmVersion))
        + (a.GpusPerNode == b.GpusPerNode ? 0 : 0.1);

    // Data-centre Ampere, Ada, Hopper, data-centre Blackwell, workstation Blackwell: steps within a family count a tenth.
    private static double Generations(int a, int b)
    {
        if (a == b)
        {
            return 0;
        }

        if (a == 0 || b == 0)
        {
            return WithoutCuda;
        }

        return a / 10 == b / 10 && Generation(a) == Generation(b) ? 0.1 : Math.Abs(Generation(a) - Generation(b));
    }

    // Workstation Blackwell (120) multiplies as Ada does, without the tensor memory of its data-centre sibling.
    private static double Generation(int sm) => sm switch
    {
        < 80 => 0,
        < 89 => 1,
        89 => 1.5,
        < 100 => 2,
        < 120 => 3,
        _ => 1.5,
    };

    private static double Octaves(double a, double b) => Math.Abs(Math.Log2(a / b));
}
