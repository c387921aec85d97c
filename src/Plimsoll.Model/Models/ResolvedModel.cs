namespace Plimsoll.Model.Models;

/// <summary>A model and where its facts come from.</summary>
/// <param name="Model">The facts.</param>
/// <param name="Origin">For the report: <c>built-in catalogue</c>, a folder or an address.</param>
public sealed record ResolvedModel(ModelSpec Model, string Origin);
