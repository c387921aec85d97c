namespace Plimsoll.Planning.Support;

/// <summary>What becomes of one cell of the support matrix.</summary>
public enum SupportStatus
{
    /// <summary>A worker exists and its steps have prices.</summary>
    Priced,

    /// <summary>The engine does not run the model on this GPU: no such build, no kernel for the number format.</summary>
    Incompatible,

    /// <summary>No worker of the GPUs that may be used holds the model and one request.</summary>
    TooLarge,

    /// <summary>The model has a feature that pricing does not cover.</summary>
    ModelNotPriced,

    /// <summary>The model fits, but not in any layout that model and engine allow.</summary>
    NoLayout,

    /// <summary>A kernel has no time from anywhere.</summary>
    DataMissing,

    /// <summary>Pricing broke: a bug.</summary>
    Failed,
}
