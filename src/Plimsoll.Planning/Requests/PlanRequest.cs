using Plimsoll.Model.Quantization;

namespace Plimsoll.Planning.Requests;

/// <summary>
/// A validated planning question with every default filled in: the one freeze point before the search. Made by <see cref="PlanDraft.Freeze"/>;
/// written into every report, and as <c>plan.yaml</c> it asks the same question again.
/// </summary>
public sealed record PlanRequest
{
    /// <summary>The model as the user named it.</summary>
    public required string Model { get; init; }

    /// <summary>The system of aggregated and of prefill workers, e.g. <c>h200_sxm</c>.</summary>
    public required string System { get; init; }

    /// <summary>The system of decode workers; null = <see cref="System"/>.</summary>
    public string? DecodeSystem { get; init; }

    /// <summary>A file that describes a system of the user's own, named after the file; null = none.</summary>
    public string? SystemFile { get; init; }

    /// <summary>A file with the terms of an engine beyond kernel times; null = those that ship.</summary>
    public string? Calibration { get; init; }

    /// <summary>GPUs of the cluster, idle ones included.</summary>
    public required int TotalGpus { get; init; }

    /// <summary><c>vllm</c>, <c>sglang</c>, <c>trtllm</c>, or <c>auto</c> for all that have data.</summary>
    public string Backend { get; init; } = AutoBackend;

    /// <summary>The backend's release; null = the newest with data.</summary>
    public string? BackendVersion { get; init; }

    /// <summary>Ways of serving that are considered.</summary>
    public ServingModeChoice ServingMode { get; init; }

    /// <summary>Prompt tokens.</summary>
    public int Isl { get; init; } = 4000;

    /// <summary>Answer tokens.</summary>
    public int Osl { get; init; } = 1000;

    /// <summary>Prompt tokens that are already in the KV cache, of <see cref="Isl"/>.</summary>
    public int Prefix { get; init; }

    /// <summary>Bound on the mean time to first token, ms; null = none (only where a request latency is bounded instead).</summary>
    public double? TtftMs { get; init; } = 2000;

    /// <summary>Bound on the mean time per output token after the first, ms; null = none.</summary>
    public double? TpotMs { get; init; } = 30;

    /// <summary>Bound on the mean latency of a whole request, ms; null = none.</summary>
    public double? RequestLatencyMs { get; init; }

    /// <summary>The percentile that <see cref="TtftMs"/>, <see cref="TpotMs"/> and <see cref="RequestLatencyMs"/> bound in the simulated run: 50, 90, 95 or 99; null = the mean.</summary>
    public int? SloPercentile { get; init; }

    /// <summary>Bound on the 99th percentile of the time to first token, ms; null = none.</summary>
    public double? TtftP99Ms { get; init; }

    /// <summary>Bound on the 99th percentile, over requests, of the time per output token, ms; null = none.</summary>
    public double? TpotP99Ms { get; init; }

    /// <summary>Bound on the 99th percentile of the latency of whole requests, ms; null = none.</summary>
    public double? RequestLatencyP99Ms { get; init; }

    /// <summary>Requests per second that the cluster must carry, arriving at random; null = as many requests in flight as the targets allow.</summary>
    public double? RequestRate { get; init; }

    /// <summary>How clients load the simulated run.</summary>
    public LoadProtocol Protocol { get; init; }

    /// <summary>Lengths are uniform between this share of the nominal ones and the nominal ones; 1 = all equal.</summary>
    public double LengthRange { get; init; } = 1;

    /// <summary>A file with the lengths of requests, from which they are drawn; null = <see cref="Isl"/> and <see cref="Osl"/>.</summary>
    public string? Lengths { get; init; }

    /// <summary>A recorded trace that the cluster must carry; null = none.</summary>
    public string? Trace { get; init; }

    /// <summary>What random lengths and arrivals are drawn from.</summary>
    public int Seed { get; init; }

    /// <summary>Rows shown per way of serving.</summary>
    public int TopN { get; init; } = 5;

    /// <summary>Number formats that the user fixed.</summary>
    public QuantizationOverrides Quantization { get; init; } = new();

    /// <summary>Which kernel times may answer.</summary>
    public DatabaseMode DatabaseMode { get; init; }

    /// <summary>Folders, wheels or zips with measured tables, and <c>default</c> for the embedded atlas; in order of precedence.</summary>
    public IReadOnlyList<string> SystemsPaths { get; init; } = ["default"];

    /// <summary>Tokens that speculative decoding drafts in a step (multi-token prediction, EAGLE); 0 = none.</summary>
    public int Nextn { get; init; }

    /// <summary>
    /// The share of steps that accept each draft among those that accepted all before it; at least as many as are drafted, further ones are not
    /// used. Null without speculative decoding.
    /// </summary>
    public IReadOnlyList<double>? NextnAcceptRates { get; init; }

    /// <summary>Which expert-activation distribution of the measured tables applies; null = the tables' default.</summary>
    public string? MoeDistribution { get; init; }

    /// <summary>Whether implausible measurements are replaced by better evidence.</summary>
    public bool Repair { get; init; } = true;

    /// <summary>Whether survivors are verified by simulation.</summary>
    public bool Verify { get; init; } = true;

    /// <summary>Token budget of a step; null = the backend version's default.</summary>
    public int? MaxBatchedTokens { get; init; }

    /// <summary>Sequences per rank; null = the backend version's default.</summary>
    public int? MaxSequences { get; init; }

    /// <summary>Memory fraction; null = the backend version's default.</summary>
    public double? MemoryFraction { get; init; }

    /// <summary>Most GPUs of one worker; null = what the system connects well (see the layout space).</summary>
    public int? MaxGpusPerWorker { get; init; }

    /// <summary>Bandwidth of the link that carries KV caches from prefill to decode, GB/s per GPU; null = the system file's link.</summary>
    public double? KvLinkGbPerS { get; init; }

    /// <summary>Constant milliseconds of a KV transfer; null = the system file's message latency.</summary>
    public double? KvLinkLatencyMs { get; init; }

    /// <summary>The word for all backends that have data.</summary>
    public const string AutoBackend = "auto";
}
