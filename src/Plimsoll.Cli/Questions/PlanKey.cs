using Plimsoll.Cli.Arguments;
using Plimsoll.Model.Validation;
using Plimsoll.Planning.Requests;

namespace Plimsoll.Cli.Questions;

/// <summary>One part of a planning question: how <c>plan.yaml</c> and the command line spell it, and how its text becomes a value and back.</summary>
/// <param name="Name">The key in <c>plan.yaml</c>, dots for nesting.</param>
/// <param name="Flag">The flag that gives it.</param>
/// <param name="Read">The draft with the value put in; problems are added.</param>
/// <param name="Write">The value in a request (text, number, true or false), or null when it has none.</param>
internal sealed record PlanKey(
    string Name,
    Flag Flag,
    Func<PlanDraft, GivenValue, ICollection<ValidationError>, PlanDraft> Read,
    Func<PlanRequest, object?> Write)
{
    /// <summary>What a switch without a value means; null when the flag takes a value.</summary>
    public string? Switch { get; init; }
}
