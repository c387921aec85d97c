using System.Globalization;

namespace Plimsoll.Profiling.Measurements;

/// <summary>How a run was loaded: clients that wait for their answers, or requests sent at given times; nominal lengths, or every request's own.</summary>
public sealed record MeasuredLoad
{
    /// <summary>Clients of a closed loop, each with one request in flight; null when requests were sent at given times.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Requests per second where they were sent at a rate; null when unknown or closed.</summary>
    public double? RatePerS { get; init; }

    /// <summary>The name of the protocol: <c>closed</c>, <c>poisson</c>, <c>trace</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>Requests of the run.</summary>
    public required int RequestCount { get; init; }

    /// <summary>Nominal prompt tokens.</summary>
    public required int Isl { get; init; }

    /// <summary>Nominal answer tokens.</summary>
    public required int Osl { get; init; }

    /// <summary>Lengths are uniform between this share of the nominal and the nominal; 1 = all alike.</summary>
    public double ShortestShare { get; init; } = 1;

    /// <summary>The requests in the order of sending; null when only the nominal lengths are known.</summary>
    public IReadOnlyList<MeasuredRequest>? Requests { get; init; }

    /// <summary>Mean answer tokens.</summary>
    public double MeanOsl => Requests is { Count: > 0 } sent ? sent.Average(request => (double)request.Osl) : Osl * (1 + ShortestShare) / 2;

    /// <summary>The protocol with its parameter: <c>closed:16</c>, <c>poisson:1.5</c>.</summary>
    public override string ToString() => (Concurrency, RatePerS) switch
    {
        ({ } clients, _) => string.Create(CultureInfo.InvariantCulture, $"{Protocol}:{clients}"),
        (_, { } rate) => string.Create(CultureInfo.InvariantCulture, $"{Protocol}:{rate}"),
        _ => Protocol,
    };
}
