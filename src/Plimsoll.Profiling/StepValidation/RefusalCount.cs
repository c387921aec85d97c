namespace Plimsoll.Profiling.StepValidation;

/// <summary>How often a reason kept rows from being priced.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">Rows.</param>
public sealed record RefusalCount(string Reason, int Count);
