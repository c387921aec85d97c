using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Steps;

namespace Plimsoll.Model.Operators;

/// <summary>An operator whose time depends on a number of rows alone: GEMMs, norms, experts, collectives.</summary>
/// <param name="Name">The operator's name.</param>
/// <param name="Role">
/// <see cref="OperatorRole.PerToken"/>: rows are all new tokens; <see cref="OperatorRole.PrefillAttention"/>: the prompt tokens;
/// <see cref="OperatorRole.PerSequenceOutput"/>: the emitting rows; <see cref="OperatorRole.PerStep"/>: once.
/// </param>
/// <param name="Launches">How many times it runs in one step.</param>
/// <param name="Curve">Its time over sizes.</param>
/// <param name="SizePerRow">Size on the curve per row (elements per token for collectives, ranks for experts; else 1).</param>
public sealed record CurveOperator(string Name, OperatorRole Role, int Launches, KernelCurve Curve, double SizePerRow = 1)
    : StepOperator(Name, Role, Launches)
{
    /// <summary>
    /// Size from which on all weights are read (every expert is hit); a correction scales what larger sizes take beyond that, since the
    /// memory's bandwidth does not depend on clocks. 0 = everything is scaled.
    /// </summary>
    public double WeightBoundSize { get; init; }

    /// <inheritdoc />
    public override string? Source => Curve.Source;

    /// <inheritdoc />
    public override KernelTime Price(in BatchShape shape) => Repeat(Curve.At(Rows(shape) * SizePerRow));

    /// <inheritdoc />
    public override StepOperator Corrected(double factor) =>
        this with { Curve = WeightBoundSize > 0 ? Curve.ScaledAbove(WeightBoundSize, factor) : Curve.Scaled(factor) };

    private double Rows(in BatchShape shape) => Role switch
    {
        OperatorRole.PerToken => shape.NewTokens,
        OperatorRole.PerSequenceOutput => shape.EmittingRows,
        OperatorRole.PrefillAttention => shape.NewTokens - shape.DecodeRows,
        OperatorRole.DecodeAttention => shape.DecodeRows,
        _ => 1,
    };
}
