namespace Plimsoll.Model.KernelTimes.Transfer.Learning;

/// <summary>How wrong transferred times of one kind of kernel are when something is withheld.</summary>
/// <param name="Withheld">What is left out.</param>
/// <param name="Of">Which one of these, e.g. a system; empty for all together.</param>
/// <param name="Kind">The kind of kernel.</param>
/// <param name="Samples">Compared times.</param>
/// <param name="BiasPct">Median of transferred ÷ true − 1, percent.</param>
/// <param name="MedianPct">Median of the absolute relative error, percent.</param>
/// <param name="P90Pct">Its 90th percentile, percent.</param>
/// <param name="InsideShare">Share of the times inside the stated one-sigma interval.</param>
public sealed record TransferCheckRow(
    Withheld Withheld, string Of, KernelKind Kind, int Samples, double BiasPct, double MedianPct, double P90Pct, double InsideShare);
