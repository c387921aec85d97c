namespace Plimsoll.Model.KernelTimes.Transfer;

/// <summary>What one change (of number format, backend or GPU) does to times that only rooflines were scaled for.</summary>
/// <param name="Bias">Mean logarithm of true ÷ transferred time: a correction to apply.</param>
/// <param name="Sigma">One-sigma relative uncertainty after that correction.</param>
public readonly record struct TransferStep(double Bias, double Sigma)
{
    /// <summary>No change.</summary>
    public static TransferStep None => default;

    /// <summary>Both changes, one after the other; their errors are independent.</summary>
    public TransferStep Then(TransferStep next) => new(Bias + next.Bias, Math.Sqrt((Sigma * Sigma) + (next.Sigma * next.Sigma)));
}
