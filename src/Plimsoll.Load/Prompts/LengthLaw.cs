using Plimsoll.Load.Schedules;

namespace Plimsoll.Load.Prompts;

/// <summary>Lengths in tokens: normal around a mean, rounded, at least 1.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardDeviation">The spread; 0 = all the same.</param>
public readonly record struct LengthLaw(double Mean, double StandardDeviation)
{
    private const int Longest = 1 << 24;

    /// <summary>Draws a length.</summary>
    public int Draw(SeededRandom random)
    {
        var length = StandardDeviation == 0 ? Mean : Mean + (StandardDeviation * random.NextNormal());
        return (int)Math.Clamp(Math.Round(length, MidpointRounding.AwayFromZero), 1, Longest);
    }
}
