namespace Plimsoll.Serving.Intervals;

/// <summary>Where a measurement is expected to fall with a stated probability.</summary>
/// <param name="Low">Lower end, in the unit of the prediction.</param>
/// <param name="High">Upper end.</param>
public readonly record struct PredictionInterval(double Low, double High)
{
    /// <summary>Whether a measured value falls inside, ends included.</summary>
    public bool Holds(double measured) => measured >= Low && measured <= High;
}
