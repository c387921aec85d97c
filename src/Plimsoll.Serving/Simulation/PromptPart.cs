namespace Plimsoll.Serving.Simulation;

/// <summary>A sequence's share of a step. Names the life in which it was planned, as a preemption may overtake a step in another lane.</summary>
/// <param name="Slot">The sequence.</param>
/// <param name="Id">Its request.</param>
/// <param name="Preemptions">Its preemptions when the step was planned.</param>
/// <param name="ComputedTokens">Tokens of it that are in the KV cache after the step.</param>
/// <param name="Completes">Whether its prompt is complete after the step.</param>
internal readonly record struct PromptPart(int Slot, long Id, int Preemptions, int ComputedTokens, bool Completes);
