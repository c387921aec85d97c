using Plimsoll.Serving.Numerics;

namespace Plimsoll.Serving.Workloads.Lengths;

/// <summary>Always the same length.</summary>
/// <param name="Tokens">It, at least 1.</param>
public sealed record FixedLength(int Tokens) : LengthDistribution
{
    /// <inheritdoc/>
    public override int Shortest => Tokens;

    /// <inheritdoc/>
    public override int? Longest => Tokens;

    /// <inheritdoc/>
    public override double Mean => Tokens;

    /// <summary>The text that is parsed back: <c>1024</c>.</summary>
    public override string ToString() => $"{Tokens}";

    internal override int Draw(ref RandomSequence random) => Tokens;
}
