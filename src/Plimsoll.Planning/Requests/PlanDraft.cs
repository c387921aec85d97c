using Plimsoll.Model.Quantization;

namespace Plimsoll.Planning.Requests;

/// <summary>
/// A planning question as the user wrote it: null = not given. <see cref="Freeze"/> fills the defaults and reports every problem at once.
/// </summary>
/// <remarks>
/// Given a request latency, an omitted TTFT or TPOT bound stays absent: the user bounded the whole instead of its parts.
/// A bound that is given always holds.
/// </remarks>
public sealed record PlanDraft
{
    /// <summary>See <see cref="PlanRequest.Model"/>.</summary>
    public string? Model { get; init; }

    /// <summary>See <see cref="PlanRequest.System"/>.</summary>
    public string? System { get; init; }

    /// <summary>See <see cref="PlanRequest.DecodeSystem"/>.</summary>
    public string? DecodeSystem { get; init; }

    /// <summary>See <see cref="PlanRequest.SystemFile"/>.</summary>
    public string? SystemFile { get; init; }

    /// <summary>See <see cref="PlanRequest.Calibration"/>.</summary>
    public string? Calibration { get; init; }

    /// <summary>See <see cref="PlanRequest.TotalGpus"/>.</summary>
    public int? TotalGpus { get; init; }

    /// <summary>See <see cref="PlanRequest.Backend"/>.</summary>
    public string? Backend { get; init; }

    /// <summary>See <see cref="PlanRequest.BackendVersion"/>.</summary>
    public string? BackendVersion { get; init; }

    /// <summary>See <see cref="PlanRequest.ServingMode"/>; spelled <c>auto</c>, <c>agg</c> or <c>disagg</c>.</summary>
    public string? ServingMode { get; init; }

    /// <summary>See <see cref="PlanRequest.Isl"/>.</summary>
    public int? Isl { get; init; }

    /// <summary>See <see cref="PlanRequest.Osl"/>.</summary>
    public int? Osl { get; init; }

    /// <summary>See <see cref="PlanRequest.Prefix"/>.</summary>
    public int? Prefix { get; init; }

    /// <summary>See <see cref="PlanRequest.TtftMs"/>.</summary>
    public double? TtftMs { get; init; }

    /// <summary>See <see cref="PlanRequest.TpotMs"/>.</summary>
    public double? TpotMs { get; init; }

    /// <summary>See <see cref="PlanRequest.RequestLatencyMs"/>.</summary>
    public double? RequestLatencyMs { get; init; }

    /// <summary>See <see cref="PlanRequest.SloPercentile"/>.</summary>
    public int? SloPercentile { get; init; }

    /// <summary>See <see cref="PlanRequest.TtftP99Ms"/>.</summary>
    public double? TtftP99Ms { get; init; }

    /// <summary>See <see cref="PlanRequest.TpotP99Ms"/>.</summary>
    public double? TpotP99Ms { get; init; }

    /// <summary>See <see cref="PlanRequest.RequestLatencyP99Ms"/>.</summary>
    public double? RequestLatencyP99Ms { get; init; }

    /// <summary>See <see cref="PlanRequest.RequestRate"/>.</summary>
    public double? RequestRate { get; init; }

    /// <summary>See <see cref="PlanRequest.Protocol"/>; spelled <c>closed</c> or <c>steady</c>.</summary>
    public string? Protocol { get; init; }

    /// <summary>See <see cref="PlanRequest.LengthRange"/>.</summary>
    public double? LengthRange { get; init; }

    /// <summary>See <see cref="PlanRequest.Lengths"/>.</summary>
    public string? Lengths { get; init; }

    /// <summary>See <see cref="PlanRequest.Trace"/>.</summary>
    public string? Trace { get; init; }

    /// <summary>See <see cref="PlanRequest.Seed"/>.</summary>
    public int? Seed { get; init; }

    /// <summary>See <see cref="PlanRequest.TopN"/>.</summary>
    public int? TopN { get; init; }

    /// <summary>See <see cref="PlanRequest.Quantization"/>.</summary>
    public QuantizationOverrides? Quantization { get; init; }

    /// <summary>See <see cref="PlanRequest.DatabaseMode"/>; spelled <c>silicon</c>, <c>hybrid</c>, <c>empirical</c> or <c>sol</c>, in any case.</summary>
    public string? DatabaseMode { get; init; }

    /// <summary>See <see cref="PlanRequest.SystemsPaths"/>.</summary>
    public IReadOnlyList<string>? SystemsPaths { get; init; }

    /// <summary>See <see cref="PlanRequest.Nextn"/>.</summary>
    public int? Nextn { get; init; }

    /// <summary>See <see cref="PlanRequest.NextnAcceptRates"/>.</summary>
    public IReadOnlyList<double>? NextnAcceptRates { get; init; }

    /// <summary>See <see cref="PlanRequest.MoeDistribution"/>.</summary>
    public string? MoeDistribution { get; init; }

    /// <summary>See <see cref="PlanRequest.Repair"/>.</summary>
    public bool? Repair { get; init; }

    /// <summary>See <see cref="PlanRequest.Verify"/>.</summary>
    public bool? Verify { get; init; }

    /// <summary>See <see cref="PlanRequest.MaxBatchedTokens"/>.</summary>
    public int? MaxBatchedTokens { get; init; }

    /// <summary>See <see cref="PlanRequest.MaxSequences"/>.</summary>
    public int? MaxSequences { get; init; }

    /// <summary>See <see cref="PlanRequest.MemoryFraction"/>.</summary>
    public double? MemoryFraction { get; init; }

    /// <summary>See <see cref="PlanRequest.MaxGpusPerWorker"/>.</summary>
    public int? MaxGpusPerWorker { get; init; }

    /// <summary>See <see cref="PlanRequest.KvLinkGbPerS"/>.</summary>
    public double? KvLinkGbPerS { get; init; }

    /// <summary>See <see cref="PlanRequest.KvLinkLatencyMs"/>.</summary>
    public double? KvLinkLatencyMs { get; init; }

    /// <summary>The validated request with every default filled.</summary>
    /// <exception cref="Plimsoll.Model.Validation.InvalidInputException">With every problem of the draft.</exception>
    public PlanRequest Freeze() => PlanValidation.Freeze(this);
}
