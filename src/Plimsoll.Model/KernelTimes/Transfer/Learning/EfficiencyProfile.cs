using Plimsoll.Model.Backends;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Transfer.Learning;

/// <summary>How far the probes of one kind of kernel lie above launch + roofline, on one GPU with one backend in one number format.</summary>
/// <param name="System">The GPU.</param>
/// <param name="Backend">The backend.</param>
/// <param name="Kind">The kind of kernel.</param>
/// <param name="Format">The number format.</param>
/// <param name="LogRatios">Logarithm of time ÷ (launch + roofline) for each probe; NaN where unknown.</param>
internal sealed record EfficiencyProfile(GpuSystem System, BackendKind Backend, KernelKind Kind, string Format, double[] LogRatios)
{
    /// <summary>The differences of logarithms from another profile to this one, where both know the probe: the errors of carrying efficiencies over.</summary>
    public IEnumerable<double> ErrorsFrom(EfficiencyProfile other)
    {
        for (var i = 0; i < LogRatios.Length; i++)
        {
            var error = LogRatios[i] - other.LogRatios[i];
            if (double.IsFinite(error))
            {
                yield return error;
            }
        }
    }
}
