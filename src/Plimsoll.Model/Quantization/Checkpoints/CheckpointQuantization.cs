namespace Plimsoll.Model.Quantization.Checkpoints;

/// <summary>What a checkpoint declares about its number formats, as far as it can be priced.</summary>
/// <param name="Plan">The formats. What the checkpoint leaves open is bf16; engines' own defaults are not in it.</param>
/// <param name="Unsupported">Formats that cannot be priced.</param>
/// <param name="Approximations">Formats priced as a near one, and parts of the checkpoint kept in another format than priced.</param>
internal sealed record CheckpointQuantization(
    QuantizationPlan Plan, IReadOnlyList<string> Unsupported, IReadOnlyList<string> Approximations);
