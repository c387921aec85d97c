namespace Plimsoll.Model.Models;

/// <summary>A gate that the output of attention passes before its projection.</summary>
public enum OutputGate
{
    /// <summary>None.</summary>
    None,

    /// <summary>One factor for every value of every head, projected with the queries (Qwen3-Next, Qwen3.5).</summary>
    PerValue,

    /// <summary>One factor for every head (Step-3.5).</summary>
    PerHead,
}
