using System.Text;
using System.Text.Json;

namespace Plimsoll.Serving.Workloads.Traces;

/// <summary>
/// Rows of an <c>inputs.json</c>: AIPerf's <c>{"data": [{"session_id", "payloads": [...]}]}</c> or GenAI-Perf's with <c>payload</c>. The file has
/// texts instead of lengths: a prompt that is no list of token ids is estimated at four bytes a token, and a note says so. The
/// payloads of a session are its turns, each with its new text alone.
/// </summary>
internal sealed class AiperfInputRows : TraceRows
{
    private const long MostBytes = 256L << 20;
    private const int MostDepth = 32;
    private const double BytesOfToken = 4;
    private static readonly string[] AnswerLimits = ["max_completion_tokens", "max_tokens", "max_output_tokens"];
    private readonly List<TraceRow> _rows = [];
    private readonly TraceProblems _problems;
    private long _estimated;
    private int _next;
    private long _line;

    public AiperfInputRows(Stream stream, TraceProblems problems)
    {
        _problems = problems;
        using var source = stream;
        if (stream.Length > MostBytes)
        {
            problems.AddOfFile($"is {stream.Length} bytes long; such a file has at most {MostBytes}");
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = MostDepth });
            ReadAll(document.RootElement);
        }
        catch (JsonException broken)
        {
            problems.Add((broken.LineNumber ?? 0) + 1, null, "is not JSON");
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Notes
    {
        get
        {
            if (_estimated > 0)
            {
                yield return $"the prompts of the trace are texts: the tokens of {_estimated} are estimated at {BytesOfToken} bytes each";
            }

            if (_rows.Any(row => row is { TimeMs: null, FollowsAnswer: false }))
            {
                yield return "the trace states no times: all its sessions begin at once";
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

    private void ReadAll(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
        {
            _problems.AddOfFile("has no list 'data'");
            return;
        }

        foreach (var session in data.EnumerateArray())
        {
            _line++;
            if (session.ValueKind == JsonValueKind.Object && (List(session, "payloads") ?? List(session, "payload")) is { } payloads)
            {
                ReadSession(session, payloads);
            }
            else
            {
                _problems.Add(_line, "data", "has neither payloads nor payload");
            }
        }
    }

    private void ReadSession(JsonElement session, JsonElement payloads)
    {
        var turn = 0;
        foreach (var payload in payloads.EnumerateArray())
        {
            if (payload.ValueKind != JsonValueKind.Object)
            {
                _problems.Add(_line, $"payloads[{turn}]", "is no JSON object");
                continue;
            }

            var isl = PromptTokens(payload);
            var osl = AnswerLimits.Select(name => Whole(payload, name)).FirstOrDefault(tokens => tokens is not null);
            if (isl is null)
            {
                _problems.Add(_line, $"payloads[{turn}]", "has no prompt, messages or input");
            }
            else if (osl is null)
            {
                _problems.Add(_line, $"payloads[{turn}].max_tokens", "is missing or no whole number from 1 on", "without it the length of the answer is not known");
            }
            else
            {
                _rows.Add(new TraceRow
                {
                    Line = _line,
                    TimeMs = Milliseconds(session, "timestamp", turn),
                    FollowsAnswer = turn > 0,
                    DelayMs = Milliseconds(session, "delay", turn) ?? 0,
                    Isl = isl.Value,
                    Osl = osl.Value,
                });
            }

            turn++;
        }
    }

    private int? PromptTokens(JsonElement payload)
    {
        if (List(payload, "prompt") is { } ids && ids.GetArrayLength() > 0 && ids[0].ValueKind == JsonValueKind.Number)
        {
            return ids.GetArrayLength();
        }

        var bytes = new[] { "messages", "prompt", "input" }.Sum(name => payload.TryGetProperty(name, out var text) ? Bytes(text) : 0);
        if (bytes == 0)
        {
            return null;
        }

        _estimated++;
        return (int)Math.Max(1, Math.Round(bytes / BytesOfToken));
    }

    // Texts, lists of texts and messages with their content; roles and settings are no text of the user.
    private static long Bytes(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Encoding.UTF8.GetByteCount(value.GetString()!),
        JsonValueKind.Array => value.EnumerateArray().Sum(Bytes),
        JsonValueKind.Object when value.TryGetProperty("content", out var content) => Bytes(content),
        JsonValueKind.Object when value.TryGetProperty("text", out var text) => Bytes(text),
        _ => 0,
    };

    private double? Milliseconds(JsonElement session, string name, int turn)
    {
        if (!session.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            if (turn >= value.GetArrayLength())
            {
                return null;
            }

            value = value[turn];
        }
        else if (turn > 0 && name == "timestamp")
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.GetDouble() is >= 0 and { } time && double.IsFinite(time))
        {
            return time;
        }

        _problems.Add(_line, name, "is no time of 0 ms or more");
        return null;
    }

    private static int? Whole(JsonElement payload, string name) =>
        payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var whole) && whole >= 1 ? whole : null;

    private static JsonElement? List(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value : null;
}
