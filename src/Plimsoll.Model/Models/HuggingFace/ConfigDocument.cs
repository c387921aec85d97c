using System.Text;
using System.Text.Json;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>Opens the JSON files of a model repository: bounded in size and depth, and lenient where Python's writer is.</summary>
internal static class ConfigDocument
{
    /// <summary>Longest accepted file, in bytes; the longest known ones (per-expert quantisation lists) have 3 MiB.</summary>
    public const int MaximumBytes = 16 * 1024 * 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>Parses a file whose root must be an object.</summary>
    /// <exception cref="InvalidInputException">Too long, not JSON, or no object.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, string source)
    {
        if (utf8.Length > MaximumBytes)
        {
            throw new InvalidInputException(source, $"is {utf8.Length} bytes long; at most {MaximumBytes} are read");
        }

        if (utf8.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        }

        var document = ParseLeniently(utf8, source);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            var kind = document.RootElement.ValueKind;
            document.Dispose();
            throw new InvalidInputException(source, $"must hold a JSON object, not {kind}", "expected the config.json of a Hugging Face model");
        }

        return document;
    }

    private static JsonDocument ParseLeniently(ReadOnlyMemory<byte> utf8, string source)
    {
        try
        {
            return JsonDocument.Parse(utf8, Options);
        }
        catch (JsonException strict)
        {
            try
            {
                return JsonDocument.Parse(PythonLiterals.Replace(utf8.Span), Options);
            }
            catch (JsonException)
            {
                throw new InvalidInputException(
                    $"{source}:{strict.LineNumber + 1}", "is not valid JSON", "expected the config.json of a Hugging Face model");
            }
        }
    }
}
