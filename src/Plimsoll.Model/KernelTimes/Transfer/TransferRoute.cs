namespace Plimsoll.Model.KernelTimes.Transfer;

/// <summary>One way from measured times to a kernel that was not measured.</summary>
/// <param name="Donor">Whose times.</param>
/// <param name="Format">The number format that the donor is asked for.</param>
/// <param name="Wanted">The number format that is wanted.</param>
/// <param name="Step">Correction and doubt of all changes together.</param>
/// <param name="Changes">The changes in words.</param>
internal sealed record TransferRoute<TFormat>(TransferDonor Donor, TFormat Format, TFormat Wanted, TransferStep Step, string Changes)
{
    /// <summary>What times are multiplied by beyond the ratio of rooflines.</summary>
    public double Factor => Math.Exp(Step.Bias);

    /// <summary>The doubt of a result from a donor that is itself uncertain; the errors are independent.</summary>
    public double Doubt(double donor) => Math.Sqrt((Step.Sigma * Step.Sigma) + (donor * donor));

    /// <summary>A phrase for explanations.</summary>
    public string Describe(string donor) => $"{donor} {Changes}";
}
