namespace Plimsoll.Load.Schedules;

/// <summary>When requests are due, in ns after the start of a phase: an absolute plan, so that being late once delays nothing else.</summary>
/// <remarks>The first is due at once. The plan depends on the seed only, never on how the run goes. Not safe to use from several threads.</remarks>
public sealed class ArrivalPlan
{
    private readonly double _ratePerS;
    private readonly ArrivalLaw _law;
    private readonly double _smoothness;
    private readonly SeededRandom _random;
    private double _nextS;
    private long _index;

    /// <summary>A plan.</summary>
    /// <param name="ratePerS">Mean arrivals per second, above 0.</param>
    /// <param name="law">How the gaps vary.</param>
    /// <param name="smoothness">The shape of <see cref="ArrivalLaw.Gamma"/>, above 0; other laws have none.</param>
    /// <param name="random">Where the gaps come from.</param>
    public ArrivalPlan(double ratePerS, ArrivalLaw law, double smoothness, SeededRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ratePerS);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(smoothness);
        (_ratePerS, _law, _smoothness, _random) = (ratePerS, law, smoothness, random);
    }

    /// <summary>The next due time, ns after the start; never before the previous one.</summary>
    public long Next()
    {
        if (_law == ArrivalLaw.Constant)
        {
            // From the index, not from the sum: rounding must not pile up over a long run.
            return (long)(_index++ * 1e9 / _ratePerS);
        }

        var due = _nextS;
        _nextS += (_law == ArrivalLaw.Poisson ? _random.NextExponential() : _random.NextGamma(_smoothness)) / _ratePerS;
        return (long)(due * 1e9);
    }
}
