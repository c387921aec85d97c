using System.Text.Json;
using Plimsoll.Model.Validation;

namespace Plimsoll.Profiling.Measurements.Json;

/// <summary>Opens measurement files of JSON or of a JSON object a line. Sizes and depths are bounded.</summary>
internal static class JsonFiles
{
    private const long MostBytes = 1L << 30;
    private const int MostErrors = 20;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>The document of a file; the caller disposes it.</summary>
    /// <exception cref="InvalidInputException">It is no JSON.</exception>
    /// <exception cref="MissingDataException">It cannot be read.</exception>
    public static JsonDocument Open(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return stream.Length > MostBytes
                ? throw new InvalidInputException(path, $"is larger than {MostBytes} bytes")
                : JsonDocument.Parse(stream, Options);
        }
        catch (JsonException broken)
        {
            throw new InvalidInputException(path, $"line {broken.LineNumber + 1}: is no JSON: {broken.Message}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new MissingDataException(path, $"cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>What <paramref name="read"/> makes of each line of a file; empty lines are passed over.</summary>
    /// <exception cref="InvalidInputException">A line is no JSON object; reading stops after a bounded number of problems.</exception>
    /// <exception cref="MissingDataException">The file cannot be read.</exception>
    public static List<T> Lines<T>(string path, ICollection<ValidationError> errors, Func<JsonFields, T> read)
    {
        var before = errors.Count;
        var items = new List<T>();
        try
        {
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                if (line.AsSpan().Trim().IsEmpty)
                {
                    continue;
                }

                if (errors.Count - before >= MostErrors)
                {
                    break;
                }

                Read(line, $"{path}: line {number}", errors, read, items);
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new MissingDataException(path, $"cannot be read: {unreadable.Message}");
        }

        return items;
    }

    private static void Read<T>(string line, string place, ICollection<ValidationError> errors, Func<JsonFields, T> read, List<T> items)
    {
        try
        {
            using var document = JsonDocument.Parse(line, Options);
            items.Add(read(new JsonFields(document.RootElement, place, errors)));
        }
        catch (JsonException broken)
        {
            errors.Add(new ValidationError(place, $"is no JSON: {broken.Message}"));
        }
    }
}
