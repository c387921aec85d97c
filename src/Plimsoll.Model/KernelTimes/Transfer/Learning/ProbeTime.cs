namespace Plimsoll.Model.KernelTimes.Transfer.Learning;

/// <summary>The answer to one probe.</summary>
/// <param name="Ms">Milliseconds; null when it is not known.</param>
/// <param name="Uncertainty">One-sigma relative uncertainty.</param>
internal readonly record struct ProbeTime(double? Ms, double Uncertainty);
