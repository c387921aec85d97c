namespace Plimsoll.Model.Quantization.Checkpoints;

/// <summary>The kinds of linear layers that checkpoints treat differently.</summary>
internal enum ModuleKind
{
    /// <summary>Query, key, value and output projections.</summary>
    Attention,

    /// <summary>Dense feed-forward parts.</summary>
    DenseFeedForward,

    /// <summary>Routed experts.</summary>
    Experts,

    /// <summary>Shared experts.</summary>
    SharedExperts,
}
