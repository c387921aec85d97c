using Plimsoll.Model.KernelTimes;

namespace Plimsoll.Cli.Explanations;

/// <summary>One operator's share of a step.</summary>
/// <param name="Name">The operator, such as <c>qkv_gemm</c>.</param>
/// <param name="Role">The part of the batch that it works on, in words.</param>
/// <param name="Ms">Milliseconds over all layers.</param>
/// <param name="Share">Its share of the step.</param>
/// <param name="Launches">How often it runs in the step.</param>
/// <param name="Provenance">Where its time comes from.</param>
/// <param name="Uncertainty">Relative one-sigma uncertainty.</param>
/// <param name="Note">The table, the repair or the substitute behind the figure; null when there is nothing to say.</param>
internal sealed record ExplainedOperator(
    string Name, string Role, double Ms, double Share, int Launches, Provenance Provenance, double Uncertainty, string? Note);
