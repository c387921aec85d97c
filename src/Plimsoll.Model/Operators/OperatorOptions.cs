using Plimsoll.Model.Speculation;

namespace Plimsoll.Model.Operators;

/// <summary>Choices about the operators of an engine that neither the model nor the layout decides.</summary>
public sealed record OperatorOptions
{
    /// <summary>
    /// How tokens spread over experts: a name of the tables, <c>uniform</c>, or <c>auto</c> for what the model's router was trained to
    /// (see <see cref="ExpertRouting"/>).
    /// </summary>
    public string MoeDistribution { get; init; } = ExpertRouting.Default;

    /// <summary>
    /// Bytes that sampling moves per logit of an emitting row: 0 leaves sampling out (greedy decoding fused into the projection).
    /// </summary>
    public double SamplingBytesPerLogit { get; init; }

    /// <summary>Speculative decoding, or null.</summary>
    public SpeculativeDecoding? Speculation { get; init; }
}
