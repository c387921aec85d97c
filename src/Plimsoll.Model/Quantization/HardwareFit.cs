using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Quantization;

/// <summary>What becomes of a quantisation plan on a certain GPU.</summary>
/// <param name="Plan">The formats in effect.</param>
/// <param name="Notes">A sentence for each format that was replaced, for the report.</param>
/// <param name="Errors">Formats that the engine cannot run on the GPU; empty when the plan is servable.</param>
public sealed record HardwareFit(QuantizationPlan Plan, IReadOnlyList<string> Notes, IReadOnlyList<ValidationError> Errors);
