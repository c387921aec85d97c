namespace Plimsoll.Deployment.Engines;

/// <summary>Who decided a value.</summary>
public enum ArgumentSource
{
    /// <summary>The plan.</summary>
    Plan,

    /// <summary>The user.</summary>
    User,
}
