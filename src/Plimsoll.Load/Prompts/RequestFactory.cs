using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plimsoll.Load.Endpoints;
using Plimsoll.Load.Schedules;

namespace Plimsoll.Load.Prompts;

/// <summary>Makes the data set of a run: request i depends on the seed and on i only, never on how many there are.</summary>
/// <param name="target">What is called.</param>
/// <param name="maker">Makes prompts.</param>
/// <param name="input">Prompt lengths.</param>
/// <param name="output">Answer lengths, or null to leave them to the server.</param>
/// <param name="extra">Further members of every request; they win over ours.</param>
public sealed class RequestFactory(EndpointTarget target, IPromptMaker maker, LengthLaw input, LengthLaw? output, JsonObject extra)
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes so many requests.</summary>
    public PreparedRequest[] Make(int count, long seed)
    {
        var requests = new PreparedRequest[count];
        Parallel.For(0, count, i => requests[i] = MakeOne(i, seed));
        return requests;
    }

    private PreparedRequest MakeOne(int index, long seed)
    {
        var random = new SeededRandom(seed, 16 + index);
        var inputTokens = input.Draw(random);
        var outputTokens = output?.Draw(random);
        var prompt = maker.Make(inputTokens, random);
        var body = new JsonObject();
        if (target.Kind == EndpointKind.Chat)
        {
            body["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt });
        }
        else
        {
            body["prompt"] = prompt;
        }

        body["model"] = target.Model;
        body["stream"] = target.Streaming;
        if (outputTokens is { } most)
        {
            body[target.Kind == EndpointKind.Chat ? "max_completion_tokens" : "max_tokens"] = most;
        }

        foreach (var (name, value) in extra)
        {
            body[name] = value?.DeepClone();
        }

        if (target.Streaming && !body.ContainsKey("stream_options"))
        {
            body["stream_options"] = new JsonObject { ["include_usage"] = true };
        }

        return new PreparedRequest(index, JsonSerializer.SerializeToUtf8Bytes(body, Compact), maker.IsExact ? inputTokens : null, outputTokens);
    }

    /// <summary>Reads further members from <c>name:value[,name:value]</c> or a JSON object; values that are JSON scalars are taken as such.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static JsonObject ReadExtra(string text)
    {
        if (text.TrimStart().StartsWith('{'))
        {
            try
            {
                return JsonNode.Parse(text) as JsonObject ?? throw new FormatException($"'{text}' is no JSON object");
            }
            catch (JsonException broken)
            {
                throw new FormatException($"'{text}' is no JSON object: {broken.Message}", broken);
            }
        }

        var extra = new JsonObject();
        foreach (var pair in text.Split(','))
        {
            var colon = pair.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                throw new FormatException($"'{pair}' is not name:value");
            }

            extra[pair[..colon].Trim()] = Scalar(pair[(colon + 1)..].Trim());
        }

        return extra;
    }

    private static JsonNode? Scalar(string text) => text switch
    {
        "null" or "None" => null,
        "true" or "True" => true,
        "false" or "False" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => text,
    };
}
