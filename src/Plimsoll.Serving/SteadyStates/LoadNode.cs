namespace Plimsoll.Serving.SteadyStates;

/// <summary>
/// What one request experiences in a batch slot while the other requests of the slot offer a given load. Linear between nodes.
/// </summary>
/// <param name="OthersPerMs">Prompts of others per ms while the request decodes.</param>
/// <param name="TpotMs">Mean step that the request sees while it decodes.</param>
/// <param name="DecodeStepMs">The same step without prompts.</param>
/// <param name="PrefillMs">The steps that compute its own prompt.</param>
/// <param name="PrefillSteps">How many they are.</param>
/// <param name="ResidualMs">What remains of the step in progress when it arrives.</param>
/// <param name="BacklogMs">Waiting for the prompts that are sure to be ahead of it.</param>
/// <param name="PromptLoad">Share of the prompt capacity that the others use, for the prompts that queue by chance.</param>
/// <param name="PromptsTogether">Prompts that are served together at full load, at least 1.</param>
/// <param name="QueueShare">Share of the chance queue's wait that comes on top of <paramref name="ResidualMs"/> (1, or the load where an idle engine starts at once).</param>
/// <param name="ExcludedMs">Time of a request's life in which no prompt of another can come: its own turn at the bottleneck.</param>
internal readonly record struct LoadNode(
    double OthersPerMs,
    double TpotMs,
    double DecodeStepMs,
    double PrefillMs,
    double PrefillSteps,
    double ResidualMs,
    double BacklogMs,
    double PromptLoad,
    double PromptsTogether,
    double QueueShare,
    double ExcludedMs)
{
    /// <summary>Waiting behind the prompts of others.</summary>
    public double QueueMs => BacklogMs + (QueueShare * PromptQueue.WaitMs(PromptLoad, PromptsTogether, PrefillMs));

    /// <summary>Time to first token inside the engine when other requests exist.</summary>
    public double TtftMs => ResidualMs + QueueMs + PrefillMs;

    /// <summary>The node at share <paramref name="t"/> of the way to <paramref name="next"/>.</summary>
    public LoadNode Towards(in LoadNode next, double t) => t <= 0 ? this : t >= 1 ? next : new(
        OthersPerMs + (t * (next.OthersPerMs - OthersPerMs)),
        TpotMs + (t * (next.TpotMs - TpotMs)),
        DecodeStepMs + (t * (next.DecodeStepMs - DecodeStepMs)),
        PrefillMs + (t * (next.PrefillMs - PrefillMs)),
        PrefillSteps + (t * (next.PrefillSteps - PrefillSteps)),
        ResidualMs + (t * (next.ResidualMs - ResidualMs)),
        BacklogMs + (t * (next.BacklogMs - BacklogMs)),
        PromptLoad + (t * (next.PromptLoad - PromptLoad)),
        PromptsTogether + (t * (next.PromptsTogether - PromptsTogether)),
        QueueShare + (t * (next.QueueShare - QueueShare)),
        ExcludedMs + (t * (next.ExcludedMs - ExcludedMs)));
}
