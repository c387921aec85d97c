namespace Plimsoll.Serving.SteadyStates;

/// <summary>Two kinds of steps that alternate at random.</summary>
/// <param name="LowMs">The shorter kind.</param>
/// <param name="HighMs">The longer kind.</param>
/// <param name="HighShare">Share of the steps that are of the longer kind.</param>
internal readonly record struct StepMix(double LowMs, double HighMs, double HighShare)
{
    public double MeanMs => LowMs + (HighShare * (HighMs - LowMs));

    /// <summary>
    /// What remains of the step in progress when a request arrives that was sent at the end of a step and took <paramref name="pathMs"/> on its way.
    /// </summary>
    /// <remarks>
    /// One of the 1 + path/low steps begun meanwhile is a long one with p = 1 − (1 − share)^(1 + path/low), and then nearly all of it remains;
    /// otherwise half a short one. Never more than at a random moment, E[t²] / (2·E[t]).
    /// </remarks>
    public double ResidualMs(double pathMs)
    {
        var mean = MeanMs;
        if (mean <= 0 || LowMs <= 0)
        {
            return mean / 2;
        }

        var atRandom = (((1 - HighShare) * LowMs * LowMs) + (HighShare * HighMs * HighMs)) / (2 * mean);
        var metLong = 1 - Math.Pow(1 - HighShare, 1 + (pathMs / LowMs));
        return Math.Min(atRandom, ((1 - metLong) * LowMs / 2) + (metLong * Math.Max(HighMs - pathMs, HighMs / 2)));
    }
}
