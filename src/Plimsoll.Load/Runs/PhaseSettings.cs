using Plimsoll.Load.Schedules;

namespace Plimsoll.Load.Runs;

/// <summary>How one phase of a run loads the server, and when it is over.</summary>
public sealed record PhaseSettings
{
    /// <summary>Whether its requests are left out of the results.</summary>
    public bool IsWarmup { get; init; }

    /// <summary>Requests to send; null when time ends the phase.</summary>
    public int? Requests { get; init; }

    /// <summary>How long requests are sent; null when their number ends the phase.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>How long requests that are under way at the end of <see cref="Duration"/> may take to finish; then they are cut off.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most requests under way at once; null = no limit, which needs a rate.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Requests per second; null = one follows another at <see cref="Concurrency"/>.</summary>
    public double? RatePerS { get; init; }

    /// <summary>How the gaps between arrivals vary.</summary>
    public ArrivalLaw Law { get; init; } = ArrivalLaw.Poisson;

    /// <summary>The shape of <see cref="ArrivalLaw.Gamma"/>.</summary>
    public double Smoothness { get; init; } = 1;
}
