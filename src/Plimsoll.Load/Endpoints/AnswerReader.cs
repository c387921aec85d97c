using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Plimsoll.Load.Endpoints;

/// <summary>Reads the JSON of an answer or of one chunk of it: whether it has content, which, the token counts, an error. Safe against any bytes.</summary>
internal sealed class AnswerReader
{
    private const int LongestMessage = 2048;

    /// <summary>The text of the answer so far, UTF-8; kept only when <see cref="KeepsText"/>.</summary>
    public ArrayBufferWriter<byte> Text { get; } = new(1024);

    /// <summary>The text of the reasoning so far.</summary>
    public ArrayBufferWriter<byte> Reasoning { get; } = new(64);

    /// <summary>Whether text is kept, to be tokenised.</summary>
    public bool KeepsText { get; set; }

    /// <summary>The server's last word on token counts.</summary>
    public TokenUsage? Usage { get; private set; }

    /// <summary>Whether the last document had output: text, reasoning or a tool call.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Whether the last document had output other than reasoning.</summary>
    public bool HasAnswer { get; private set; }

    /// <summary>Prepares for another answer.</summary>
    public void Reset()
    {
        Text.ResetWrittenCount();
        Reasoning.ResetWrittenCount();
        Usage = null;
    }

    /// <summary>Reads one document.</summary>
    /// <exception cref="RequestFailedException">It is an error object, or not the JSON of an answer.</exception>
    public void Read(ReadOnlySpan<byte> json)
    {
        HasContent = HasAnswer = false;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw Malformed(json);
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadMember(ref reader, json);
            }
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException or FormatException)
        {
            throw Malformed(json);
        }
    }

    /// <summary>The beginning of a text that came from outside, as one line of bounded length.</summary>
    public static string Excerpt(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, LongestMessage)]).ReplaceLineEndings(" ");

    private static RequestFailedException Malformed(ReadOnlySpan<byte> json) =>
        new(FailureKind.Malformed, "MalformedAnswer", $"not the JSON of an answer: {Excerpt(json[..Math.Min(json.Length, 200)])}");

    private void ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.ValueTextEquals("choices"u8))
        {
            reader.Read();
            ReadChoices(ref reader);
        }
        else if (reader.ValueTextEquals("usage"u8))
        {
            reader.Read();
            ReadUsage(ref reader);
        }
        else if (reader.ValueTextEquals("error"u8))
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
            {
                throw new RequestFailedException(FailureKind.ErrorEvent, "ErrorEvent", Excerpt(json), 502);
            }
        }
        else
        {
            reader.Skip();
        }
    }

    private void ReadChoices(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("message"u8))
                {
                    reader.Read();
                    ReadMessage(ref reader);
                }
                else if (reader.ValueTextEquals("text"u8))
                {
                    reader.Read();
                    Take(ref reader, Text, isAnswer: true);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    private void ReadMessage(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("content"u8))
            {
                reader.Read();
                Take(ref reader, Text, isAnswer: true);
            }
            else if (reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8))
            {
                reader.Read();
                Take(ref reader, Reasoning, isAnswer: false);
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                reader.Read();
                var start = reader.BytesConsumed;
                reader.Skip();
                var isEmpty = reader.TokenType != JsonTokenType.EndArray || reader.BytesConsumed - start <= 1;
                HasContent |= !isEmpty;
                HasAnswer |= !isEmpty;
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void Take(ref Utf8JsonReader reader, ArrayBufferWriter<byte> target, bool isAnswer)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.IsEmpty)
        {
            reader.Skip();
            return;
        }

        HasContent = true;
        HasAnswer |= isAnswer;
        if (KeepsText)
        {
            target.Advance(reader.CopyString(target.GetSpan(reader.ValueSpan.Length)));
        }
    }

    private void ReadUsage(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        var usage = default(TokenUsage);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("prompt_tokens"u8))
            {
                usage = usage with { Prompt = Number(ref reader) };
            }
            else if (reader.ValueTextEquals("completion_tokens"u8))
            {
                usage = usage with { Completion = Number(ref reader) };
            }
            else if (reader.ValueTextEquals("total_tokens"u8))
            {
                usage = usage with { Total = Number(ref reader) };
            }
            else if (reader.ValueTextEquals("completion_tokens_details"u8))
            {
                usage = usage with { Reasoning = Detail(ref reader, "reasoning_tokens"u8) };
            }
            else if (reader.ValueTextEquals("prompt_tokens_details"u8))
            {
                usage = usage with { CachedPrompt = Detail(ref reader, "cached_tokens"u8) };
            }
            else
            {
                reader.Skip();
            }
        }

        Usage = usage;
    }

    private static int? Detail(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        int? found = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name))
            {
                found = Number(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return found;
    }

    private static int? Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) && number >= 0)
        {
            return number;
        }

        reader.Skip();
        return null;
    }
}
