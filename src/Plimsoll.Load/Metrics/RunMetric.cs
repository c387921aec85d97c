namespace Plimsoll.Load.Metrics;

/// <summary>A figure of a whole run.</summary>
/// <param name="Tag">Its key in files.</param>
/// <param name="Header">Its name for readers.</param>
/// <param name="Unit">Its unit.</param>
public sealed record RunMetric(string Tag, string Header, string Unit)
{
    /// <summary>The figure, of one that is single.</summary>
    public double? Value { get; init; }

    /// <summary>The distribution, of one that every request has, or that changes over time.</summary>
    public Distribution? Values { get; init; }
}
