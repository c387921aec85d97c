using Plimsoll.Model.KernelTimes;

namespace Plimsoll.Model.Steps;

/// <summary>One operator's share of a step.</summary>
/// <param name="Name">The operator, e.g. <c>qkv_gemm</c>.</param>
/// <param name="Role">The part of the batch that it works on.</param>
/// <param name="Ms">Milliseconds over all layers.</param>
/// <param name="Launches">How many times it runs in the step (usually the layer count).</param>
/// <param name="Provenance">Where its time comes from.</param>
/// <param name="RelativeUncertainty">One-sigma relative uncertainty.</param>
/// <param name="Note">What a reader must know about this figure (a repair, a substitute table), or null.</param>
public sealed record StepPart(
    string Name,
    OperatorRole Role,
    double Ms,
    int Launches,
    Provenance Provenance,
    double RelativeUncertainty,
    string? Note = null);
