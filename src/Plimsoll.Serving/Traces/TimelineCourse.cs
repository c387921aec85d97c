namespace Plimsoll.Serving.Traces;

/// <summary>What the workers of one kind did over time.</summary>
/// <param name="Role">The kind: <c>worker</c>, <c>prefill</c> or <c>decode</c>.</param>
/// <param name="Points">The buckets in order, from the start of the run without gaps.</param>
public sealed record TimelineCourse(string Role, IReadOnlyList<TimelinePoint> Points);
