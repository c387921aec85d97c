using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Mixers;

/// <summary>
/// The work of a block of kernels: arithmetic by type, which runs one after the other, and bytes. The bound is the longer of the two, because
/// reading overlaps with computing and kernels of one block do not overlap with each other.
/// </summary>
internal struct KernelWork
{
    private double _bf16;
    private double _fp8;
    private double _fp4;
    private double _bytes;

    /// <summary>Adds arithmetic.</summary>
    public void Compute(double flops, ComputeType type)
    {
        _bf16 += type is ComputeType.Fp8 or ComputeType.Fp4 ? 0 : flops;
        _fp8 += type == ComputeType.Fp8 ? flops : 0;
        _fp4 += type == ComputeType.Fp4 ? flops : 0;
    }

    /// <summary>Adds memory traffic.</summary>
    public void Move(double bytes) => _bytes += bytes;

    /// <summary>Adds a projection of <paramref name="rows"/> rows by <paramref name="weights"/> values.</summary>
    public void Project(double rows, double weights, GemmQuant quant)
    {
        Compute(2 * rows * weights, quant.Compute());
        Move(weights * quant.BytesPerWeight());
    }

    /// <summary>The bound in milliseconds; a GPU without the tensor cores of a type computes it in bf16.</summary>
    public readonly double Ms(GpuSystem system)
    {
        var fp8 = system.Flops(ComputeType.Fp8) ?? system.Bf16Flops;
        var compute = (_bf16 / system.Bf16Flops) + (_fp8 / fp8) + (_fp4 / (system.Flops(ComputeType.Fp4) ?? fp8));
        return 1000 * Math.Max(compute, _bytes / system.MemoryBandwidth);
    }
}
