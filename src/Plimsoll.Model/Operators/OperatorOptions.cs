namespace Plimsoll.Model.Operators;

/// <summary>Choices about the operators of an engine that neither the model nor the layout decides.</summary>
public sealed record OperatorOptions
{
    /// <summary>
    /// How tokens spread over experts, as the tables name it. Even routing (<c>balanced</c>) is what random weights do;
    /// trained routers are skewed, for which <c>power_law_1.2</c> is the default.
    /// </summary>
    public string MoeDistribution { get; init; } = "power_law_1.2";
}
