using System.Text.Json;

namespace Plimsoll.Serving.Workloads.Traces;

/// <summary>Tells the format of a trace by its beginning.</summary>
internal static class TraceRecognition
{
    /// <summary>Bytes that are looked at.</summary>
    public const int HeadBytes = 1 << 16;

    /// <summary>The format, or null when it is none that is known.</summary>
    public static TraceFormat? Of(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8))
        {
            head = head[3..];
        }

        head = head.TrimStart(" \t\r\n"u8);
        if (head.IsEmpty)
        {
            return null;
        }

        return head[0] == (byte)'{' ? OfJson(head) : OfCsv(head);
    }

    private static TraceFormat? OfCsv(ReadOnlySpan<byte> head)
    {
        var end = head.IndexOfAny((byte)'\r', (byte)'\n');
        var header = end < 0 ? head : head[..end];
        return header.IndexOf("isl"u8) >= 0 || header.IndexOf("osl"u8) >= 0 ? TraceFormat.Csv : null;
    }

    // The head may end anywhere; what matters is the names of the first object's fields.
    private static TraceFormat? OfJson(ReadOnlySpan<byte> head)
    {
        var reader = new Utf8JsonReader(head, isFinalBlock: false, state: default);
        try
        {
            while (reader.Read() && !(reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0))
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && OfField(reader.GetString()) is { } format)
                {
                    return format;
                }
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return null;
    }

    private static TraceFormat? OfField(string? name) => name switch
    {
        "timestamp" or "input_length" or "output_length" or "hash_ids" => TraceFormat.Mooncake,
        "metadata" or "metrics" => TraceFormat.AiperfRecords,
        "data" => TraceFormat.AiperfInputs,
        "t_ms" or "isl" or "osl" or "cached_tokens" => TraceFormat.RequestLines,
        _ => null,
    };
}
