namespace Plimsoll.Planning.Reports;

/// <summary>The result of one way of serving.</summary>
public sealed record ModePlan
{
    /// <summary>The best configuration of each layout that meets every target, best first, at most <c>top_n</c>.</summary>
    public required IReadOnlyList<PlannedConfiguration> Ranked { get; init; }

    /// <summary>Pareto-optimal configurations (tokens/s/user against tokens/s/GPU over the cluster), fastest for the user first, targets ignored.</summary>
    public required IReadOnlyList<PlannedConfiguration> Pareto { get; init; }

    /// <summary>How many candidates were generated: each is either kept or counted in <see cref="Rejected"/>.</summary>
    public required long Candidates { get; init; }

    /// <summary>Candidates that meet every target; disaggregated, a candidate is a pair of workers and the best pair of each decode worker is kept.</summary>
    public required long Kept { get; init; }

    /// <summary>Why the others were not kept, most frequent first.</summary>
    public required IReadOnlyList<Rejection> Rejected { get; init; }

    /// <summary>When nothing meets the targets: the candidates with the smallest worst relative excess, nearest first, one per layout. Otherwise empty.</summary>
    public required IReadOnlyList<NearestMiss> NearestMisses { get; init; }
}
