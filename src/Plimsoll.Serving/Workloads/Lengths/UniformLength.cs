using Plimsoll.Serving.Numerics;

namespace Plimsoll.Serving.Workloads.Lengths;

/// <summary>Every length from one to another is equally likely.</summary>
/// <param name="From">The shortest, at least 1.</param>
/// <param name="To">The longest.</param>
public sealed record UniformLength(int From, int To) : LengthDistribution
{
    /// <summary>
    /// Lengths from a share of the nominal one (rounded down, as benchmark clients do) up to it: <c>--length-range 0.8</c>.
    /// </summary>
    public static UniformLength Below(int nominal, double lowestShare) => new(Math.Max(1, (int)Math.Floor(nominal * lowestShare)), nominal);

    /// <inheritdoc/>
    public override int Shortest => From;

    /// <inheritdoc/>
    public override int? Longest => To;

    /// <inheritdoc/>
    public override double Mean => (From + (double)To) / 2;

    /// <summary>The text that is parsed back: <c>uniform:800..1000</c>.</summary>
    public override string ToString() => $"uniform:{From}..{To}";

    internal override int Draw(ref RandomSequence random) => random.Whole(From, To);
}
