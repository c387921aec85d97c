using Plimsoll.Serving.Workloads;
using Plimsoll.Serving.Workloads.Lengths;
using Plimsoll.Serving.Workloads.Protocols;
using Plimsoll.Serving.Workloads.Traces;

namespace Plimsoll.Planning.Requests;

/// <summary>The lengths and arrivals of a question: nominal, or read from its files.</summary>
/// <param name="Lengths">The lengths of each request.</param>
/// <param name="Mean">The mean request, which the steady state takes for all.</param>
/// <param name="LongestTokens">Prompt and answer of the longest request together: what a worker must be able to hold.</param>
public sealed record PlannedWorkload(IRequestLengths Lengths, RequestShape Mean, int LongestTokens)
{
    /// <summary>The recorded trace to carry, or null.</summary>
    public TraceReplay? Trace { get; private init; }

    /// <summary>Requests per ms of <see cref="Trace"/> from its first to its last sending.</summary>
    public double TraceRequestsPerMs { get; private init; }

    /// <summary>The workload of a question without files: nominal lengths, or lengths uniform up to them.</summary>
    public static PlannedWorkload Of(PlanRequest request)
    {
        var (isl, osl) = (Upto(request.Isl, request.LengthRange), Upto(request.Osl, request.LengthRange));
        return new PlannedWorkload(
            new DrawnLengths(isl, osl, (ulong)request.Seed, request.Prefix),
            new RequestShape((int)Math.Round(isl.Mean), (int)Math.Round(osl.Mean), request.Prefix),
            request.Isl + request.Osl);
    }

    /// <summary>The workload of a question, its files read.</summary>
    /// <param name="request">The question.</param>
    /// <param name="longestSequence">The longest sequence that the model serves, tokens.</param>
    /// <exception cref="Plimsoll.Model.Validation.InvalidInputException">A file is refused, for all its problems.</exception>
    public static PlannedWorkload Read(PlanRequest request, int longestSequence)
    {
        if (request.Trace is { } path)
        {
            var trace = TraceFile.Open(path, new TraceOptions { SequenceTokens = longestSequence });
            var replay = new TraceReplay(trace);
            return OfPairs(trace, request.Seed) with { Trace = replay, TraceRequestsPerMs = Rate(replay) };
        }

        return request.Lengths is { } lengths
            ? OfPairs(TraceFile.Open(lengths, new TraceOptions { SequenceTokens = longestSequence, LengthsOnly = true }), request.Seed)
            : Of(request);
    }

    private static PlannedWorkload OfPairs(TraceFile file, int seed)
    {
        var pairs = file.Lengths();
        var mean = new RequestShape((int)Math.Round(pairs.Average(pair => pair.Isl)), (int)Math.Round(pairs.Average(pair => pair.Osl)));
        return new PlannedWorkload(new SampledLengths(pairs, (ulong)seed), mean, file.LongestSequence);
    }

    private static double Rate(TraceReplay trace)
    {
        using var load = trace.Start(new RequestPlan { Lengths = new DrawnLengths(new FixedLength(2), new FixedLength(1), 0) });
        double first = double.NaN, last = 0;
        long requests = 0;
        for (; double.IsFinite(load.Source.NextSendMs); requests++)
        {
            var request = load.Source.Send();
            first = double.IsNaN(first) ? request.SentMs : first;
            last = request.SentMs;
        }

        return requests / Math.Max(1, last - first);
    }

    private static LengthDistribution Upto(int nominal, double share) =>
        share < 1 ? UniformLength.Below(nominal, share) : new FixedLength(nominal);
}
