using Plimsoll.Load.Endpoints;
using Plimsoll.Load.Records;
using Plimsoll.Load.Runs;

namespace Plimsoll.Load.Metrics;

/// <summary>The figures of a phase, computed from its records and nothing else.</summary>
/// <remarks>Rates divide by the time the phase took, from its start to the end of its last request, as AIPerf 0.13 does.</remarks>
public sealed class RunMetrics
{
    private const double UsageTolerancePercent = 10;
    private const double OslTolerancePercent = 5;
    private const int OslToleranceTokens = 50;
    private readonly Dictionary<string, RunMetric> _byTag;

    /// <summary>Computes them.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="goodput">What a good request is, or null.</param>
    public RunMetrics(PhaseOutcome phase, Goodput? goodput)
    {
        var good = phase.Records.Where(record => record.Succeeded).ToArray();
        var failed = phase.Records.Where(record => record.Failure is { Kind: not FailureKind.Cancelled }).ToArray();
        Succeeded = good.Length;
        Failed = failed.Length;
        CutOff = phase.Records.Count - good.Length - failed.Length;
        All = [.. OfRequests(good), .. OfRun(phase, good, goodput), .. OfErrors(good, failed), .. new SweepLine(good, phase.StartNs, phase.EndNs).Metrics()];
        All = [.. All.Where(metric => metric.Value is not null || metric.Values is not null)];
        _byTag = All.ToDictionary(metric => metric.Tag, StringComparer.Ordinal);
    }

    /// <summary>Every figure that there is.</summary>
    public IReadOnlyList<RunMetric> All { get; }

    /// <summary>Requests that succeeded.</summary>
    public int Succeeded { get; }

    /// <summary>Requests that failed, other than by being cut off at the end.</summary>
    public int Failed { get; }

    /// <summary>Requests that the end of the run cut off.</summary>
    public int CutOff { get; }

    /// <summary>Share of failures among requests that ended by themselves, 0…1.</summary>
    public double ErrorRate => Succeeded + Failed == 0 ? 0 : (double)Failed / (Succeeded + Failed);

    /// <summary>The figure of a tag, or null.</summary>
    public RunMetric? Find(string tag) => _byTag.GetValueOrDefault(tag);

    private static IEnumerable<RunMetric> OfRequests(RequestRecord[] good)
    {
        foreach (var metric in RecordMetric.All)
        {
            yield return new RunMetric(metric.Tag, metric.Header, metric.Unit) { Values = Distribution.Of(Values(good, metric.Value)) };
        }

        var gaps = good.Select(RecordMetric.GapsMs).OfType<double[]>().SelectMany(values => values).ToArray();
        yield return new RunMetric(RecordMetric.GapTag, "Inter Chunk Latency", "ms") { Values = Distribution.Of(gaps) };
    }

    private static double[] Values(RequestRecord[] records, Func<RequestRecord, double?> value)
    {
        var values = new List<double>(records.Length);
        foreach (var record in records)
        {
            if (value(record) is { } known)
            {
                values.Add(known);
            }
        }

        return [.. values];
    }

    private IEnumerable<RunMetric> OfRun(PhaseOutcome phase, RequestRecord[] good, Goodput? goodput)
    {
        double seconds = phase.DurationS;
        yield return Single("request_count", "Request Count", "requests", good.Length);
        yield return Single("completed_request_count", "Completed Requests (Success + Error)", "requests", Succeeded + Failed);
        yield return Single("request_error_rate", "Request Error Rate", "%", ErrorRate * 100);
        if (good.Length == 0 || seconds <= 0)
        {
            yield break;
        }

        yield return Single("benchmark_duration", "Benchmark Duration", "sec", (good.Max(r => r.EndNs) - good.Min(r => r.StartNs)) / 1e9);
        yield return Single("request_throughput", "Request Throughput", "requests/sec", good.Length / seconds);
        var (input, output) = (Sum(good, r => r.Tokens.Input), Sum(good, r => r.Tokens.Output));
        yield return Single("total_isl", "Total Input Sequence Length", "tokens", input);
        yield return Single("total_osl", "Total Output Sequence Length", "tokens", output);
        yield return Single("total_output_tokens", "Total Output Tokens", "tokens", Sum(good, r => r.Tokens.Output - (r.Tokens.Reasoning ?? 0)));
        yield return Single("total_reasoning_tokens", "Total Reasoning Tokens", "tokens", Sum(good, r => r.Tokens.Reasoning));
        yield return Single("input_token_throughput", "Input Token Throughput", "tokens/sec", input / seconds);
        yield return Single("output_token_throughput", "Output Token Throughput", "tokens/sec", output / seconds);
        yield return Single("total_token_throughput", "Total Token Throughput", "tokens/sec", (input + output) / seconds);
        var prompts = Sum(good, r => r.Usage?.Prompt);
        var cached = Sum(good, r => r.Usage?.CachedPrompt);
        yield return Single("total_usage_prompt_tokens", "Total Usage Prompt Tokens", "tokens", prompts);
        yield return Single("total_usage_completion_tokens", "Total Usage Completion Tokens", "tokens", Sum(good, r => r.Usage?.Completion));
        yield return Single("total_usage_total_tokens", "Total Usage Total Tokens", "tokens", Sum(good, r => r.Usage?.Total));
        yield return Single("total_usage_prompt_cache_read_tokens", "Total Usage Prompt Cache Read Tokens", "tokens", cached);
        yield return Single("overall_usage_prompt_cache_read_pct", "Overall Usage Prompt Cache Read %", "%", prompts > 0 ? cached * 100 / prompts : null);
        yield return Single("usage_discrepancy_count", "Usage Discrepancy Count", "requests", good.Any(r => r.Usage is not null) ? good.Count(UsageDiffers) : null);
        yield return Single("osl_mismatch_count", "OSL Mismatch Count", "requests", good.Any(r => r.Request.OutputTokens is not null) ? good.Count(OslDiffers) : null);
        if (goodput is not null)
        {
            var met = good.Count(goodput.IsGood);
            yield return Single("good_request_count", "Good Request Count", "requests", met);
            yield return Single("goodput", "Goodput", "requests/sec", met / seconds);
            yield return Single("good_request_fraction", "GoodRequestFraction", "ratio", (double)met / (Succeeded + Failed));
        }
    }

    private static IEnumerable<RunMetric> OfErrors(RequestRecord[] good, RequestRecord[] failed)
    {
        if (failed.Length == 0)
        {
            yield break;
        }

        yield return Single("error_request_count", "Error Request Count", "requests", failed.Length);
        yield return Single("context_overflow_count", "Context Overflow Count", "requests", 0);
        yield return new RunMetric("error_isl", "Error Input Sequence Length", "tokens") { Values = Distribution.Of(Values(failed, r => r.Tokens.Input)) };
        yield return Single("total_error_isl", "Total Error Input Sequence Length", "tokens", Sum(failed, r => r.Tokens.Input));
        yield return new RunMetric("error_latency", "Error Latency", "ms") { Values = Distribution.Of(Values(failed, r => (r.EndNs - r.StartNs) / 1e6)) };
        foreach (var tag in new[] { "request_latency", "time_to_first_token", "inter_token_latency", "decode_duration" })
        {
            var metric = RecordMetric.Find(tag)!;
            var values = Values(good, metric.Value);
            if (values.Length > 0)
            {
                // A failure is taken as an answer that never came.
                yield return new RunMetric("adj_" + tag, metric.Header + " (error-adjusted)", metric.Unit)
                {
                    Values = Distribution.Of([.. values, .. Enumerable.Repeat(double.PositiveInfinity, failed.Length)]),
                };
            }
        }
    }

    private static RunMetric Single(string tag, string header, string unit, double? value) => new(tag, header, unit) { Value = value };

    private static double? Sum(RequestRecord[] records, Func<RequestRecord, int?> count)
    {
        long sum = 0;
        var any = false;
        foreach (var record in records)
        {
            if (count(record) is { } known)
            {
                sum += known;
                any = true;
            }
        }

        return any ? sum : null;
    }

    private static bool UsageDiffers(RequestRecord record) =>
        Differs(record.Usage?.Prompt, record.Tokens.Input) || Differs(record.Usage?.Completion, record.Tokens.Output);

    private static bool Differs(int? theirs, int? ours) => theirs is { } t && ours is > 0 and var o && Math.Abs(t - o) * 100.0 / o > UsageTolerancePercent;

    private static bool OslDiffers(RequestRecord record) =>
        record.Request.OutputTokens is { } asked && record.Tokens.Output is { } got
        && Math.Abs(got - asked) > Math.Min(asked * OslTolerancePercent / 100, OslToleranceTokens);
}
