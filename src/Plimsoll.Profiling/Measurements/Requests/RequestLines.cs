using Plimsoll.Model.Validation;
using Plimsoll.Profiling.Measurements.Json;

namespace Plimsoll.Profiling.Measurements.Requests;

/// <summary>
/// Reads a file with one request a line: <c>id</c>, <c>t_ms</c> (sending time), <c>isl</c>, <c>osl</c>, <c>ttft_ms</c>, <c>tpot_ms</c>,
/// <c>e2e_ms</c>, and <c>cached_tokens</c> where known.
/// </summary>
public static class RequestLines
{
    /// <summary>The requests in the order of their ids.</summary>
    /// <exception cref="MissingDataException">The file cannot be read.</exception>
    public static IReadOnlyList<RequestLine> Read(string path, ICollection<ValidationError> errors)
    {
        var before = errors.Count;
        var lines = JsonFiles.Lines(path, errors, Read);
        if (lines.Count == 0 && errors.Count == before)
        {
            errors.Add(new ValidationError(path, "holds no request"));
        }

        lines.Sort((x, y) => x.Id.CompareTo(y.Id));
        for (var i = 1; i < lines.Count && errors.Count == before; i++)
        {
            if (lines[i].Id == lines[i - 1].Id)
            {
                errors.Add(new ValidationError(path, $"two requests have the id {lines[i].Id}"));
            }
        }

        return lines;
    }

    /// <summary>Whether a file's first line is a request of this layout.</summary>
    public static bool Recognises(string path)
    {
        using var reader = new StreamReader(path);
        var line = reader.ReadLine();
        return line is not null && line.TrimStart().StartsWith('{')
            && line.Contains("\"ttft_ms\"", StringComparison.Ordinal) && line.Contains("\"isl\"", StringComparison.Ordinal);
    }

    private static RequestLine Read(JsonFields fields)
    {
        var isl = fields.Integer("isl");
        var cached = fields.OptionalInteger("cached_tokens", 0);
        if (cached >= isl)
        {
            fields.Refuse("cached_tokens", $"{cached} leaves nothing of a prompt of {isl} tokens");
        }

        var request = new MeasuredRequest(fields.Number("t_ms"), isl, fields.Integer("osl"), cached);
        return new RequestLine(fields.Integer("id", 0), request, fields.Number("ttft_ms"), fields.OptionalNumber("tpot_ms"), fields.Number("e2e_ms"));
    }
}
