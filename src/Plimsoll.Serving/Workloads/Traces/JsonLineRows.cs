using System.Text.Json;

namespace Plimsoll.Serving.Workloads.Traces;

/// <summary>A trace of one JSON object a line.</summary>
internal abstract class JsonLineRows(Stream stream, TraceProblems problems) : TraceRows
{
    private const int MostDepth = 32;
    private readonly LineReader _lines = new(stream, problems);

    /// <summary>Takes what is wrong.</summary>
    protected TraceProblems Problems => problems;

    /// <inheritdoc/>
    public override bool Read(out TraceRow row)
    {
        while (_lines.Next(out var line))
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = MostDepth });
            var before = problems.Count;
            var fields = new LineFields(_lines.Line, problems);
            try
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                {
                    problems.Add(_lines.Line, null, "is no JSON object");
                    continue;
                }

                row = ReadObject(ref reader, fields);
                if (problems.Count == before && !reader.Read())
                {
                    return true;
                }
            }
            catch (JsonException broken)
            {
                problems.Add(_lines.Line, fields.Last, $"is not JSON at byte {broken.BytePositionInLine}", "numbers must be finite: JSON has no NaN");
            }
        }

        row = default;
        return false;
    }

    /// <inheritdoc/>
    public override void Dispose() => _lines.Dispose();

    /// <summary>Reads an object whose opening brace was read, to its closing brace; what is wrong goes to the problems.</summary>
    protected abstract TraceRow ReadObject(ref Utf8JsonReader reader, LineFields fields);
}
