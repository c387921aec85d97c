using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Steps;

namespace Plimsoll.Model.Operators;

/// <summary>The attention of decode rows in all layers of one kind; rows of mixed length are priced at their mean (the work is linear in it).</summary>
/// <param name="Launches">Layers of this kind.</param>
/// <param name="Surface">Its time over rows and KV length.</param>
public sealed record DecodeAttentionOperator(int Launches, DecodeAttentionSurface Surface)
    : StepOperator("decode_attention", OperatorRole.DecodeAttention, Launches)
{
    /// <inheritdoc />
    public override StepOperator Corrected(double factor) => this with { Surface = Surface.Scaled(factor) };

    /// <inheritdoc />
    public override string? Source => Surface.Source;

    /// <inheritdoc />
    public override KernelTime Price(in BatchShape shape) =>
        shape.DecodeRows == 0
            ? KernelTime.Zero
            : Repeat(Surface.At(shape.DecodeRows, (double)shape.DecodeKvTokens / shape.DecodeRows));
}
