namespace Plimsoll.Planning.Reports;

/// <summary>A figure in which steady state and simulation differ.</summary>
/// <param name="Figure">Its key: <c>ttft_ms</c>, <c>tpot_ms</c>, <c>request_latency_ms</c> or <c>tokens_per_s_per_gpu</c>.</param>
/// <param name="SteadyState">The steady state's.</param>
/// <param name="Simulated">The simulation's mean.</param>
/// <param name="Difference">Simulated over steady state, less one.</param>
public sealed record Disagreement(string Figure, double SteadyState, double Simulated, double Difference);
