namespace Plimsoll.Model.KernelTimes.Atlas.Fitting;

/// <summary>The measurements of one kernel shape, and how a source is asked for them.</summary>
/// <param name="Key">The key of the slice.</param>
/// <param name="Points">The measurements.</param>
/// <param name="Anchors">
/// Trusted measurements of the same kernels at few shapes: repaired measurements are moved to their level, and the fit bends to them.
/// </param>
/// <param name="Predict">What a source says at each point, milliseconds; NaN where it says nothing.</param>
internal sealed record EvidenceSlice(int[] Key, EvidencePoint[] Points, EvidencePoint[] Anchors, Func<IKernelTimeSource, double[]> Predict);
