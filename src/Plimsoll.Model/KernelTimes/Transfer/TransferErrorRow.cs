namespace Plimsoll.Model.KernelTimes.Transfer;

/// <summary>One line of the table of transfer errors.</summary>
/// <param name="Kind">The kind of kernel.</param>
/// <param name="Change"><c>format</c>, <c>backend</c> or <c>system</c>.</param>
/// <param name="From">What the times are carried over from.</param>
/// <param name="To">What they are carried over to.</param>
/// <param name="Step">The learned correction and doubt.</param>
/// <param name="Samples">Comparisons behind it.</param>
public sealed record TransferErrorRow(KernelKind Kind, string Change, string From, string To, TransferStep Step, int Samples);
