using Plimsoll.Planning.Requests;

namespace Plimsoll.Planning.Reports;

/// <summary>The answer to a planning question: everything that an exporter shows. Immutable; exporters compute nothing.</summary>
public sealed record PlanReport
{
    /// <summary>Name and version of this document's shape.</summary>
    public const string CurrentSchema = "plimsoll.plan/1";

    /// <summary>The shape of this document: <see cref="CurrentSchema"/>.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>The question with every default filled in.</summary>
    public required PlanRequest Request { get; init; }

    /// <summary>Facts about the model that the reader of a plan wants.</summary>
    public required ModelSummary Model { get; init; }

    /// <summary>The better way of serving; null when nothing meets the targets.</summary>
    public ServingMode? Chosen { get; init; }

    /// <summary>Whether any configuration meets every target; false means exit code 3.</summary>
    public required bool TargetsMet { get; init; }

    /// <summary>How much more the chosen way serves per GPU than the other one (1.25 = 25 % more); null when there is no other.</summary>
    public double? Speedup { get; init; }

    /// <summary>The backends that were considered, best first.</summary>
    public required IReadOnlyList<BackendComparison> Backends { get; init; }

    /// <summary>Aggregated serving; null when not considered.</summary>
    public ModePlan? Agg { get; init; }

    /// <summary>Disaggregated serving; null when not considered.</summary>
    public ModePlan? Disagg { get; init; }

    /// <summary>What binds the chosen configuration, and what 10 % more of it would buy; null without verification.</summary>
    public Binding? Binding { get; init; }

    /// <summary>Findings of the analysers, each with its reason.</summary>
    public required IReadOnlyList<Conclusion> Conclusions { get; init; }

    /// <summary>What was assumed, substituted or left out, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
