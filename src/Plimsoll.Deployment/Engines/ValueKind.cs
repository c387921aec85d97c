namespace Plimsoll.Deployment.Engines;

/// <summary>What a value of a key must be.</summary>
public enum ValueKind
{
    /// <summary>True or false.</summary>
    Truth,

    /// <summary>A whole number from 1 on.</summary>
    Whole,

    /// <summary>A number above 0, up to 1.</summary>
    Share,

    /// <summary>Whole numbers from 1 on, set apart by commas.</summary>
    Wholes,

    /// <summary>A word without blanks.</summary>
    Word,
}
