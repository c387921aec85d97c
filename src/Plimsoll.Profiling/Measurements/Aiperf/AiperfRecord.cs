using Plimsoll.Profiling.Measurements.Json;

namespace Plimsoll.Profiling.Measurements.Aiperf;

/// <summary>One record of <c>profile_export.jsonl</c>.</summary>
/// <param name="IsMeasured">Whether it belongs to the measured phase and succeeded.</param>
/// <param name="StartNs">When the request was sent, ns of some epoch.</param>
/// <param name="Turn">Its turn in a conversation, from 0.</param>
/// <param name="Isl">Prompt tokens.</param>
/// <param name="Osl">Answer tokens.</param>
/// <param name="CachedTokens">Prompt tokens found in the prefix cache; null when the server did not say.</param>
internal sealed record AiperfRecord(bool IsMeasured, double StartNs, int Turn, int Isl, int Osl, int? CachedTokens)
{
    private static readonly AiperfRecord Skipped = new(false, 0, 0, 1, 1, null);

    /// <summary>Reads one line.</summary>
    public static AiperfRecord Read(JsonFields fields)
    {
        if (fields.Object("metadata") is not { } about || fields.Object("metrics") is not { } metrics)
        {
            return Skipped;
        }

        var isMeasured = about.OptionalText("benchmark_phase") is null or "profiling" && !fields.Has("error");
        if (!isMeasured)
        {
            return Skipped;
        }

        var isl = Value(metrics, "input_sequence_length") ?? 0;
        var osl = Value(metrics, "usage_completion_tokens") ?? Value(metrics, "output_sequence_length") ?? 0;
        if (isl < 1 || osl < 1)
        {
            metrics.Refuse("input_sequence_length", $"{isl} prompt and {osl} answer tokens are no request");
            return Skipped;
        }

        var cached = Value(metrics, "usage_prompt_cache_read_tokens");
        return new AiperfRecord(true, about.Number("request_start_ns"), about.OptionalInteger("turn_index", 0) ?? 0, isl, osl, cached is null ? null : Math.Min(cached.Value, isl - 1));
    }

    private static int? Value(JsonFields metrics, string name) => metrics.OptionalObject(name)?.OptionalInteger("value", 0);
}
