using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Repair;

/// <summary>Recognises a GEMM measurement that timed the host's launching rather than the kernel.</summary>
/// <remarks>
/// The signs, all together: over nearly two decades of rows the time moves by less than a factor (launch times jitter, and the host may
/// switch kernels on the way), it is far above what a launch inside a CUDA graph costs, and it is far from the roofline although reading the
/// weights alone would bound the kernel. Healthy memory-bound kernels are flat too, so evidence must confirm the verdict.
/// </remarks>
internal static class HostBoundFloor
{
    private const double FirstRow = 1;
    private const double LastRow = 64;
    private const double LeastSpan = 10;
    private const double MostSpread = 3;
    private const double LeastMs = 0.020;
    private const double MostUtilisation = 0.45;

    /// <summary>Whether the low end of the curve looks like launching; a curve without rows over a decade there cannot.</summary>
    public static bool Shows(KernelCurve curve, GpuSystem system, in GemmKey key)
    {
        var first = Math.Max(FirstRow, curve.Sizes[0]);
        if (LastRow < LeastSpan * first)
        {
            return false;
        }

        double least = double.MaxValue, most = 0, utilisation = 0;
        for (var m = first; m <= LastRow; m *= 2)
        {
            var ms = curve.Ms(m);
            least = Math.Min(least, ms);
            most = Math.Max(most, ms);
            utilisation = Math.Max(utilisation, RooflineMs.Gemm(system, key.Quant, m, key.N, key.K) / ms);
        }

        return least > LeastMs && most / least < MostSpread && utilisation < MostUtilisation;
    }
}
