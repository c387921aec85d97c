namespace Plimsoll.Model.Tests.Steps.Truth;

/// <summary>A figure of a real engine beside ours.</summary>
/// <param name="What">The figure, e.g. <c>16 rows</c>.</param>
/// <param name="Measured">The engine's.</param>
/// <param name="Predicted">Ours.</param>
internal sealed record Comparison(string What, double Measured, double Predicted)
{
    /// <summary>Ours above (+) or below (−) the engine's, percent.</summary>
    public double ErrorPct => 100 * ((Predicted / Measured) - 1);
}
