namespace Plimsoll.Model.KernelTimes.Repair;

/// <summary>
/// Recognises expert tables that timed another kernel than the engine runs: a release whose grouped GEMMs take more than twice as long as the
/// next ones', at every batch, was measured on a fallback (vLLM 0.19's MXFP4 experts on B200: 2.7 ms for 1,024 rows where 0.24 with FlashInfer's
/// kernel needs 0.68, while engines as old as 0.15 run at the speed of the latter).
/// </summary>
internal static class OtherKernel
{
    private const double LeastRatio = 2;
    private const double Uncertainty = 0.25;
    private const int FewestRows = 16;
    private const int MostRows = 1024;

    /// <summary>Whether a curve is that much slower than a later release's, at each of the row counts that serving is made of.</summary>
    public static bool Shows(KernelCurve raw, KernelCurve later)
    {
        for (double rows = FewestRows; rows <= MostRows; rows *= 4)
        {
            if (raw.Ms(rows) < LeastRatio * later.Ms(rows))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The later release's times in place of a curve, marked as repaired.</summary>
    public static KernelCurve Replaced(KernelCurve raw, KernelCurve later)
    {
        var sizes = later.Sizes.ToArray();
        var provenance = new Provenance[sizes.Length];
        Array.Fill(provenance, Provenance.Repaired);
        var slower = raw.Ms(MostRows) / later.Ms(MostRows);
        return new KernelCurve(
            sizes,
            later.Times.ToArray(),
            provenance,
            later.TailSlope,
            Uncertainty,
            FormattableString.Invariant($"{raw.Source} repaired by {later.Source} (another kernel: {slower:0.0} times slower at {MostRows} rows)"));
    }
}
