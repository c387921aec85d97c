namespace Plimsoll.Model.Tests.Steps.Truth;

/// <summary>Where a prediction's kernel times come from.</summary>
public enum KernelBasis
{
    /// <summary>The built-in atlas, nothing else.</summary>
    Atlas,

    /// <summary>The public tables.</summary>
    Tables,
}
