using System.Text.Json;

namespace Plimsoll.Serving.Workloads.Traces;

/// <summary>
/// Rows of AIPerf's <c>profile_export.jsonl</c>, put in the order of sending (the file is in the order of completion), from the first one
/// on. Requests of the warm-up phase and those that failed are left out and counted. Only this much is kept of each row, so long files fit.
/// </summary>
internal sealed class AiperfRecordRows : TraceRows
{
    private const int MostRows = 10_000_000;
    private const int MostDepth = 32;
    private const double NanosecondsOfMs = 1e6;
    private readonly List<TraceRow> _rows = [];
    private long _warmups;
    private long _failures;
    private int _next;

    public AiperfRecordRows(Stream stream, TraceProblems problems)
    {
        using var lines = new LineReader(stream, problems);
        var starts = new List<long>();
        while (lines.Next(out var line) && _rows.Count < MostRows)
        {
            try
            {
                using var document = JsonDocument.Parse(line.ToArray(), new JsonDocumentOptions { MaxDepth = MostDepth });
                Add(document.RootElement, lines.Line, starts, problems);
            }
            catch (JsonException broken)
            {
                problems.Add(lines.Line, null, $"is not JSON at byte {broken.BytePositionInLine}", "numbers must be finite: JSON has no NaN");
            }
        }

        if (_rows.Count == MostRows)
        {
            problems.AddOfFile($"has {MostRows} requests or more", "cut it into parts");
        }

        Order(starts);
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Notes
    {
        get
        {
            if (_warmups > 0)
            {
                yield return $"{_warmups} warm-up requests of the trace are not replayed";
            }

            if (_failures > 0)
            {
                yield return $"{_failures} failed or cancelled requests of the trace are not replayed";
            }
        }
    }

    /// <inheritdoc/>
    public override bool Read(out TraceRow row)
    {
        row = _next < _rows.Count ? _rows[_next] : default;
        return _next++ < _rows.Count;
    }

    /// <inheritdoc/>
    public override void Dispose() => _rows.Clear();

    private void Add(JsonElement record, long line, List<long> starts, TraceProblems problems)
    {
        if (record.ValueKind != JsonValueKind.Object || Object(record, "metadata") is not { } metadata || Object(record, "metrics") is not { } metrics)
        {
            problems.Add(line, "metadata", "the line is no record with metadata and metrics");
            return;
        }

        if (metadata.TryGetProperty("benchmark_phase", out var phase) && phase.ValueEquals("warmup"))
        {
            _warmups++;
            return;
        }

        if ((metadata.TryGetProperty("was_cancelled", out var cancelled) && cancelled.ValueKind == JsonValueKind.True)
            || (record.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object))
        {
            _failures++;
            return;
        }

        var before = problems.Count;
        if (!metadata.TryGetProperty("request_start_ns", out var start) || start.ValueKind != JsonValueKind.Number || !start.TryGetInt64(out var startNs) || startNs < 0)
        {
            problems.Add(line, "metadata.request_start_ns", "is missing or no time");
            startNs = 0;
        }

        var isl = Tokens(metrics, line, problems, "input_sequence_length", "usage_prompt_tokens");
        var osl = Tokens(metrics, line, problems, "output_sequence_length", "usage_completion_tokens");
        if (problems.Count == before)
        {
            starts.Add(startNs);
            _rows.Add(new TraceRow { Line = line, Isl = isl, Osl = osl, CachedTokens = Cached(metrics, isl) });
        }
    }

    private void Order(List<long> starts)
    {
        var rows = _rows.ToArray();
        var keys = starts.Select((start, index) => (start, index)).ToArray();
        Array.Sort(keys);
        for (var i = 0; i < keys.Length; i++)
        {
            _rows[i] = rows[keys[i].index] with { TimeMs = (keys[i].start - keys[0].start) / NanosecondsOfMs };
        }
    }

    private static JsonElement? Object(JsonElement record, string name) =>
        record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static int Tokens(JsonElement metrics, long line, TraceProblems problems, string metric, string otherwise)
    {
        var value = Value(metrics, metric) ?? Value(metrics, otherwise);
        if (value is >= 1 and <= int.MaxValue && value == Math.Floor(value.Value))
        {
            return (int)value;
        }

        problems.Add(line, $"metrics.{metric}", value is null ? "is missing" : $"{value} is no whole number of tokens from 1 on");
        return 1;
    }

    // A prompt that was cached to its end still computes its last token.
    private static int? Cached(JsonElement metrics, int isl) =>
        Value(metrics, "usage_prompt_cache_read_tokens") is >= 0 and { } cached ? (int)Math.Min(cached, isl - 1) : null;

    private static double? Value(JsonElement metrics, string name) =>
        metrics.TryGetProperty(name, out var metric)
        && metric.ValueKind == JsonValueKind.Object
        && metric.TryGetProperty("value", out var value)
        && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : null;
}
