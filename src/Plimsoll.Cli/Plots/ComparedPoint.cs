namespace Plimsoll.Cli.Plots;

/// <summary>One measurement beside its prediction.</summary>
/// <param name="Class">What it is a case of: points of a class share a colour.</param>
/// <param name="Measured">The measured value, positive.</param>
/// <param name="Predicted">The predicted value, positive, in the same unit.</param>
/// <param name="Label">Its name in the figure when it is worth one; null for most.</param>
internal readonly record struct ComparedPoint(string Class, double Measured, double Predicted, string? Label = null);
