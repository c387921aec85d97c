using Plimsoll.Load.Records;

namespace Plimsoll.Load.Metrics;

/// <summary>Figures that change over time: how many requests are in which stage, at which rates; weighted by how long they hold.</summary>
/// <remarks>
/// A request prefills from its start to its first piece at the rate ISL / TTFT, and decodes between pieces at the rate of the gap. With more
/// than <see cref="MostSteps"/> gaps in all, each request decodes at its mean rate instead.
/// </remarks>
internal sealed class SweepLine
{
    private const int MostSteps = 1 << 20;
    private readonly List<Step> _steps = [];
    private readonly long _startNs;
    private readonly long _endNs;

    private readonly record struct Step(long Ns, int Prefills, int Decodes, double PrefillRate, double DecodeRate, double Tokens, int Requests);

    public SweepLine(IReadOnlyList<RequestRecord> records, long startNs, long endNs)
    {
        (_startNs, _endNs) = (startNs, endNs);
        long gaps = 0;
        foreach (var record in records)
        {
            gaps += record.ContentNs.Length;
        }

        foreach (var record in records)
        {
            Add(record, gaps <= MostSteps);
        }

        _steps.Sort((a, b) => a.Ns.CompareTo(b.Ns));
    }

    /// <summary>All figures, over the whole time and over the time that they are above 0.</summary>
    public IEnumerable<RunMetric> Metrics()
    {
        var names = new (string Tag, string Header, string Unit)[]
        {
            ("effective_concurrency", "Effective Concurrency", "requests"),
            ("effective_decode_throughput", "Effective Decode Throughput", "tokens/sec"),
            ("effective_prefill_throughput", "Effective Prefill Throughput", "tokens/sec"),
            ("effective_decode_concurrency", "Effective Decode Concurrency", "requests"),
            ("effective_prefill_concurrency", "Effective Prefill Concurrency", "requests"),
            ("effective_total_throughput", "Effective Total Throughput", "tokens/sec"),
            ("effective_decode_throughput_per_user", "Effective Decode Throughput Per User", "tokens/sec/user"),
            ("effective_prefill_throughput_per_user", "Effective Prefill Throughput Per User", "tokens/sec/user"),
            ("tokens_in_flight", "Tokens In Flight", "tokens"),
        };
        var series = Sweep(names.Length);
        for (var i = 0; i < names.Length; i++)
        {
            yield return new RunMetric(names[i].Tag, names[i].Header, names[i].Unit) { Values = WeightedDistribution.Of(series[i], onlyActive: false) };
        }

        foreach (var i in new[] { 1, 2, 6, 7, 5 })
        {
            yield return new RunMetric(names[i].Tag.Replace("effective", "active", StringComparison.Ordinal), names[i].Header.Replace("Effective", "Active", StringComparison.Ordinal), names[i].Unit)
            {
                Values = WeightedDistribution.Of(series[i], onlyActive: true),
            };
        }
    }

    private void Add(RequestRecord record, bool everyGap)
    {
        var times = record.ContentNs;
        if (times.Length == 0)
        {
            return;
        }

        var input = record.Tokens.Input ?? 0;
        var output = record.Tokens.Output ?? times.Length;
        if (!record.IsStreamed)
        {
            var rate = output * 1e9 / Math.Max(1, record.EndNs - record.StartNs);
            Span(record.StartNs, record.EndNs, 0, 1, 0, rate, input, 1);
            return;
        }

        Span(record.StartNs, times[0], 1, 0, input * 1e9 / Math.Max(1, times[0] - record.StartNs), 0, input, 1);
        if (times.Length == 1)
        {
            return;
        }

        var first = Math.Max(1, (double)output / times.Length);
        var tokens = input + first;
        var perGap = (output - first) / (times.Length - 1);
        if (!everyGap)
        {
            Span(times[0], times[^1], 0, 1, 0, (output - first) * 1e9 / Math.Max(1, times[^1] - times[0]), input + (output / 2.0), 1);
            return;
        }

        // Pieces that one read brought have one time: what came then was made since the time before.
        var (from, pieces) = (times[0], 0);
        for (var i = 1; i < times.Length; i++)
        {
            pieces++;
            if (i == times.Length - 1 || times[i + 1] > times[i])
            {
                if (times[i] > from)
                {
                    Span(from, times[i], 0, 1, 0, pieces * perGap * 1e9 / (times[i] - from), tokens, 1);
                    tokens += pieces * perGap;
                    (from, pieces) = (times[i], 0);
                }
            }
        }
    }

    private void Span(long from, long to, int prefills, int decodes, double prefillRate, double decodeRate, double tokens, int requests)
    {
        if (to > from)
        {
            _steps.Add(new Step(from, prefills, decodes, prefillRate, decodeRate, tokens, requests));
            _steps.Add(new Step(to, -prefills, -decodes, -prefillRate, -decodeRate, -tokens, -requests));
        }
    }

    private List<(double Value, long Weight)>[] Sweep(int count)
    {
        var series = new List<(double, long)>[count];
        for (var i = 0; i < count; i++)
        {
            series[i] = new List<(double, long)>(_steps.Count);
        }

        var (at, requests, prefills, decodes) = (_startNs, 0, 0, 0);
        double prefillRate = 0, decodeRate = 0, tokens = 0;
        for (var i = 0; i <= _steps.Count; i++)
        {
            var until = i < _steps.Count ? _steps[i].Ns : Math.Max(_endNs, at);
            if (until > at)
            {
                // Sums of many terms do not come back to nothing by themselves.
                var prefill = prefills == 0 ? 0 : prefillRate;
                var decode = decodes == 0 ? 0 : decodeRate;
                var weight = until - at;
                ReadOnlySpan<double> values =
                [
                    requests, decode, prefill, decodes, prefills, prefill + decode,
                    decodes == 0 ? 0 : decode / decodes, prefills == 0 ? 0 : prefill / prefills, requests == 0 ? 0 : tokens,
                ];
                for (var s = 0; s < count; s++)
                {
                    series[s].Add((values[s], weight));
                }

                at = until;
            }

            if (i < _steps.Count)
            {
                var step = _steps[i];
                (requests, prefills, decodes) = (requests + step.Requests, prefills + step.Prefills, decodes + step.Decodes);
                (prefillRate, decodeRate, tokens) = (prefillRate + step.PrefillRate, decodeRate + step.DecodeRate, tokens + step.Tokens);
            }
        }

        return series;
    }
}
