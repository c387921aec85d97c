namespace Plimsoll.Plotting.Scenes;

/// <summary>Which part of a text lies at its place.</summary>
public enum TextAnchor
{
    /// <summary>Its left end.</summary>
    Start,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Its right end.</summary>
    End,
}
