namespace Plimsoll.Model.Steps;

/// <summary>Which part of a batch an operator works on, and so how a mixed step is priced.</summary>
public enum OperatorRole
{
    /// <summary>All new tokens together: GEMMs, norms, experts, collectives.</summary>
    PerToken,

    /// <summary>The attention of prompt chunks over cached and new tokens.</summary>
    PrefillAttention,

    /// <summary>The attention of decode rows over their KV cache.</summary>
    DecodeAttention,

    /// <summary>Only the rows that emit a token: the vocabulary projection.</summary>
    PerSequenceOutput,

    /// <summary>Once per step whatever the batch: launching and scheduling.</summary>
    PerStep,
}
