namespace Plimsoll.Model.Operators;

/// <summary>Choices about the operators of an engine that neither the model nor the layout decides.</summary>
public sealed record OperatorOptions
{
    /// <summary>
    /// How tokens spread over experts: a name of the tables, or <c>uniform</c> (see <see cref="ExpertRouting"/>). Trained routers are
    /// skewed, for which <c>power_law_1.2</c> is the default.
    /// </summary>
    public string MoeDistribution { get; init; } = ExpertRouting.Default;

    /// <summary>
    /// Bytes that sampling moves per logit of an emitting row: 0 leaves sampling out (greedy decoding fused into the projection).
    /// </summary>
    public double SamplingBytesPerLogit { get; init; }
}
