namespace Plimsoll.Profiling.Measurements;

/// <summary>One measured run: what served, how it was loaded, what came out, and which of it may be scored.</summary>
public sealed record MeasuredExperiment
{
    /// <summary>Its name, unique in its set.</summary>
    public required string Id { get; init; }

    /// <summary>The collection that it belongs to: a stage of a campaign, or the file.</summary>
    public required string Group { get; init; }

    /// <summary>Where it is written: the file, with the line where it has one.</summary>
    public required string Place { get; init; }

    /// <summary>What served the requests.</summary>
    public required ServedEngine Engine { get; init; }

    /// <summary>Which workers.</summary>
    public required MeasuredTopology Topology { get; init; }

    /// <summary>How it was loaded.</summary>
    public required MeasuredLoad Load { get; init; }

    /// <summary>What was measured; a figure that was not is absent.</summary>
    public required IReadOnlyDictionary<Figure, double> Measured { get; init; }

    /// <summary>Measured figures that must not be scored, each with the reason.</summary>
    public IReadOnlyDictionary<Figure, string> Unscored { get; init; } = new Dictionary<Figure, string>();

    /// <summary>What was corrected in the file's words, each a sentence.</summary>
    public IReadOnlyList<string> Corrections { get; init; } = [];

    /// <summary>The precision label of the source, for grouping; empty when it has none.</summary>
    public string Precision { get; init; } = "";

    /// <summary>How far the source's times to first token can be trusted, in its words; null when it says nothing.</summary>
    public string? TtftTrust { get; init; }

    /// <summary>Whether a measured figure counts.</summary>
    public bool IsScored(Figure figure) => Measured.ContainsKey(figure) && !Unscored.ContainsKey(figure);
}
