namespace Plimsoll.Model.Models;

/// <summary>The recurrences that stand in place of attention.</summary>
public enum RecurrentKind
{
    /// <summary>Gated delta rule with one decay per head (Qwen3-Next, Qwen3.5).</summary>
    GatedDelta,

    /// <summary>Mamba-2 state space (Nemotron-H): keys and queries are its B and C, their heads its groups.</summary>
    StateSpace,

    /// <summary>Gated delta rule with one decay per channel (Kimi-K3).</summary>
    ChannelDelta,
}
