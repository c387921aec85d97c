using System.Text.Json.Serialization;
using Plimsoll.Profiling.Validation.Scores;

namespace Plimsoll.Profiling.Validation.Reports;

/// <summary>
/// The result of <c>validate</c>: predictions beside measurements. Errors and regret are in percent, coverage and hold rates are fractions, and
/// a figure without rows is null.
/// </summary>
public sealed record ValidationReport
{
    /// <summary>The layout of this document.</summary>
    public const string CurrentSchema = "plimsoll.validation/1";

    /// <summary>Version of this document's layout.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>What was validated: <c>silicon_table</c>, <c>truth</c>, <c>aiperf</c>, <c>vllm_bench</c> or <c>requests</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The path.</summary>
    public required string Path { get; init; }

    /// <summary>Where kernel times come from, best first.</summary>
    public required IReadOnlyList<string> SystemsPaths { get; init; }

    /// <summary>A table's aggregated rows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ModeScore? Agg { get; init; }

    /// <summary>A table's disaggregated rows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ModeScore? Disagg { get; init; }

    /// <summary>A table: what choosing by prediction costs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RegretScore? Regret { get; init; }

    /// <summary>Runs: all of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunScore? Summary { get; init; }

    /// <summary>Runs: those of each stage.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, RunScore>? ByStage { get; init; }

    /// <summary>Why rows are not evaluated, most frequent first.</summary>
    public required IReadOnlyList<ReasonCount> SetAside { get; init; }

    /// <summary>Why evaluable runs were not predicted, most frequent first.</summary>
    public required IReadOnlyList<ReasonCount> Refused { get; init; }

    /// <summary>The scores again for each value of a property.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, SliceScore>> Slices { get; init; }

    /// <summary>The runs whose mean TTFT or TPOT deviates most, worst first.</summary>
    public required IReadOnlyList<WorstCase> Worst { get; init; }

    /// <summary>Every evaluable run.</summary>
    public required IReadOnlyList<ExperimentLine> Experiments { get; init; }
}
