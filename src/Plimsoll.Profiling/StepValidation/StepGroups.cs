namespace Plimsoll.Profiling.StepValidation;

/// <summary>The summary again for each value of one property of the rows.</summary>
/// <param name="Family">By model family.</param>
/// <param name="Backend">By backend.</param>
/// <param name="Phase">By phase: <c>ctx</c> or <c>gen</c>.</param>
/// <param name="System">By system.</param>
public sealed record StepGroups(
    IReadOnlyDictionary<string, StepSummary> Family,
    IReadOnlyDictionary<string, StepSummary> Backend,
    IReadOnlyDictionary<string, StepSummary> Phase,
    IReadOnlyDictionary<string, StepSummary> System);
