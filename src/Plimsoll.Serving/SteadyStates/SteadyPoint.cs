namespace Plimsoll.Serving.SteadyStates;

/// <summary>
/// The steady state at one operating point, taken apart. Mean latencies in ms; <see cref="Requests"/> =
/// <see cref="RequestsPerMs"/> × <see cref="RequestLatencyMs"/>.
/// </summary>
public readonly record struct SteadyPoint
{
    /// <summary>Requests in flight over the unit described (a worker, or a disaggregated replica).</summary>
    public required int Requests { get; init; }

    /// <summary>Answer steps after the first token.</summary>
    public required int DecodeSteps { get; init; }

    /// <summary>Constant time outside the engine.</summary>
    public required double PathMs { get; init; }

    /// <summary>Waiting because the unit is full: no room for another sequence.</summary>
    public required double AdmissionMs { get; init; }

    /// <summary>Waiting for the step in progress.</summary>
    public required double ResidualMs { get; init; }

    /// <summary>Waiting behind other prompts.</summary>
    public required double QueueMs { get; init; }

    /// <summary>The steps of the own prompt.</summary>
    public required double PrefillMs { get; init; }

    /// <summary>Steps over which the own prompt is spread.</summary>
    public required int PrefillSteps { get; init; }

    /// <summary>Moving the prompt's KV cache to a decode worker.</summary>
    public double TransferMs { get; init; }

    /// <summary>Waiting for the decode worker's step in progress.</summary>
    public double JoinMs { get; init; }

    /// <summary>Mean time between answer tokens.</summary>
    public required double TpotMs { get; init; }

    /// <summary>A step at this load that only decodes.</summary>
    public required double DecodeStepMs { get; init; }

    /// <summary>Mean rows that decode together in one batch slot.</summary>
    public required double DecodeRows { get; init; }

    /// <summary>Share of the highest request rate; of the prefill pool where disaggregated.</summary>
    public required double Utilization { get; init; }

    /// <summary>Time to first token.</summary>
    public double TtftMs => PathMs + AdmissionMs + ResidualMs + QueueMs + PrefillMs + TransferMs + JoinMs;

    /// <summary>Latency of a whole request.</summary>
    public double RequestLatencyMs => TtftMs + (DecodeSteps * TpotMs);

    /// <summary>Requests completed per ms by the unit: by Little's law.</summary>
    public double RequestsPerMs => Requests / RequestLatencyMs;
}
