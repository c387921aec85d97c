namespace Plimsoll.Planning.Reports;

/// <summary>The highest load of the cluster at which every target still holds in simulation.</summary>
/// <param name="Load">Requests in flight (closed loops), requests per second (a request rate) or the speed of a trace (1 = as recorded).</param>
/// <param name="Unit"><c>concurrency</c>, <c>requests_per_s</c> or <c>trace_speed</c>.</param>
/// <param name="TokensPerSPerGpu">Answer tokens per second per GPU of the cluster there.</param>
/// <param name="Binds">What keeps it from more: the key of the target that the next higher load tried exceeds, or <c>capacity</c> when more load brings no more throughput.</param>
public sealed record HighestLoad(double Load, string Unit, double TokensPerSPerGpu, string Binds);
