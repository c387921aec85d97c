namespace Plimsoll.Deployment.Benchmarks;

/// <summary>The load of the benchmark that tests a plan's prediction: 10 requests for each one in flight, over all replicas.</summary>
public sealed record BenchmarkLoad
{
    /// <summary>Requests for each one in flight.</summary>
    public const int RequestsPerConcurrency = 10;

    private const int FewestRequests = 10;

    /// <summary>Requests in flight over all replicas; the frontend spreads them.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Requests per second that arrive at random; null = clients wait for their answers.</summary>
    public double? RequestRate { get; init; }

    /// <summary>Requests that count.</summary>
    public int Requests => Math.Max(FewestRequests, RequestsPerConcurrency * Concurrency);

    /// <summary>Requests before that, which do not count.</summary>
    public int Warmup => Concurrency;

    /// <summary>Mean prompt, tokens.</summary>
    public required int Isl { get; init; }

    /// <summary>Spread of prompts, one standard deviation in tokens.</summary>
    public required int IslDeviation { get; init; }

    /// <summary>Mean answer, tokens.</summary>
    public required int Osl { get; init; }

    /// <summary>Spread of answers, one standard deviation in tokens.</summary>
    public required int OslDeviation { get; init; }

    /// <summary>Leading prompt tokens that all requests share.</summary>
    public required int Prefix { get; init; }

    /// <summary>The load that a plan predicts; null when its lengths or arrivals come from a file, which the job does not have.</summary>
    public static BenchmarkLoad? Of(DeploymentPlan plan)
    {
        var request = plan.Request;
        if (request.Lengths is not null || request.Trace is not null)
        {
            return null;
        }

        // Uniform between r and 1 times the nominal length: mean (1 + r)/2, standard deviation (1 − r)/√12.
        var (mean, deviation) = ((1 + request.LengthRange) / 2, (1 - request.LengthRange) / Math.Sqrt(12));
        return new BenchmarkLoad
        {
            Concurrency = plan.Configuration.Concurrency,
            RequestRate = request.RequestRate,
            Isl = (int)Math.Round((request.Isl - request.Prefix) * mean),
            IslDeviation = (int)Math.Round((request.Isl - request.Prefix) * deviation),
            Osl = Math.Max(1, (int)Math.Round(request.Osl * mean)),
            OslDeviation = (int)Math.Round(request.Osl * deviation),
            Prefix = request.Prefix,
        };
    }
}
