using Plimsoll.Model.Models;

namespace Plimsoll.Planning.Support;

/// <summary>A model of the matrix: what is known of it, or why nothing is.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Spec">Its facts; null when its configuration is refused.</param>
/// <param name="Refusal">Why its configuration is refused; null when it is not.</param>
public sealed record SupportModel(string Id, ModelSpec? Spec, string? Refusal);
