using Plimsoll.Model.KernelTimes;

namespace Plimsoll.Cli.Explanations;

/// <summary>One engine iteration of a worker, taken apart.</summary>
/// <param name="Name"><c>decode</c>, <c>prefill</c> or <c>mixed</c>.</param>
/// <param name="Shape">What the iteration computes, in words.</param>
/// <param name="Ms">Milliseconds: the sum of the operators.</param>
/// <param name="Provenance">The least certain source among operators that matter.</param>
/// <param name="Uncertainty">Relative one-sigma uncertainty.</param>
/// <param name="Operators">The operators in execution order.</param>
internal sealed record ExplainedStep(
    string Name, string Shape, double Ms, Provenance Provenance, double Uncertainty, IReadOnlyList<ExplainedOperator> Operators);
