using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Plimsoll.Cli.Arguments;
using Plimsoll.Load.Endpoints;
using Plimsoll.Load.Metrics;
using Plimsoll.Load.Prompts;
using Plimsoll.Load.Runs;
using Plimsoll.Load.Schedules;
using Plimsoll.Model.Validation;

namespace Plimsoll.Cli.Benching;

/// <summary>Reads the flags of <c>bench</c>; every problem at once.</summary>
internal sealed class BenchReading(GivenFlags given)
{
    private const int DefaultRequests = 10;
    private const int DefaultEntries = 100;
    private const double LongestS = 30 * 86400;

    /// <summary>The question.</summary>
    /// <exception cref="InvalidInputException">Flags are wrong or contradict each other.</exception>
    public BenchQuestion Read()
    {
        var model = given.Text(BenchFlags.Model);
        if (model is null && given.Values(BenchFlags.Model).Count == 0)
        {
            given.Refuse(BenchFlags.Model, "is missing");
        }

        var url = given.Text(BenchFlags.Url) ?? BenchFlags.Url.Default!;
        var kind = given.Text(BenchFlags.EndpointType) == "completions" ? EndpointKind.Completions : EndpointKind.Chat;
        var address = EndpointTarget.AddressOf(url, kind, given.Text(BenchFlags.CustomEndpoint));
        if (address is null)
        {
            given.Refuse(BenchFlags.Url, $"'{url}' is not a web address", "such as http://localhost:8000");
        }

        var profiling = Profiling();
        var warmup = Warmup(profiling);
        var question = new BenchQuestion
        {
            Target = new EndpointTarget
            {
                Address = address ?? new Uri("http://localhost"),
                Kind = kind,
                Streaming = given.Switch(BenchFlags.Streaming),
                Model = model ?? "",
                Headers = Headers(),
                Timeout = TimeSpan.FromSeconds(Bounded(BenchFlags.Timeout, 0.001, LongestS) ?? 21600),
            },
            Url = url,
            Warmup = warmup,
            Profiling = profiling,
            Input = new LengthLaw(Bounded(BenchFlags.Isl, 1, 1 << 24) ?? 550, Bounded(BenchFlags.IslSpread, 0, 1 << 24) ?? 0),
            Output = Output(),
            Extra = Extra(),
            Entries = Whole(BenchFlags.Entries) ?? (profiling.Requests is { } requests ? requests + (warmup?.Requests ?? 0) : DefaultEntries),
            Tokenizer = given.Text(BenchFlags.Tokenizer),
            Seed = given.Integer(BenchFlags.Seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue),
            Goodput = Goodput(),
            ArtifactDir = given.Text(BenchFlags.ArtifactDir) ?? Path.Combine("artifacts", FolderName(model ?? "", kind, profiling)),
            Replace = given.Switch(BenchFlags.Replace),
            MaxErrorRate = Bounded(BenchFlags.MaxErrorRate, 0, 1) ?? 0,
            Command = ShownCommand.Of(given),
        };
        _ = given.Text(BenchFlags.Ui);
        given.ThrowIfRefused();
        return question;
    }

    private static string FolderName(string model, EndpointKind kind, PhaseSettings phase)
    {
        string[] load =
        [
            .. phase.Concurrency is { } clients ? [$"concurrency{clients}"] : Array.Empty<string>(),
            .. phase.RatePerS is { } rate ? ["request_rate" + (rate == Math.Floor(rate) ? rate.ToString("F1", CultureInfo.InvariantCulture) : rate.ToString("R", CultureInfo.InvariantCulture))] : Array.Empty<string>(),
        ];
        return $"{model.Replace('/', '_')}-openai-{(kind == EndpointKind.Chat ? "chat" : "completions")}-{string.Join('-', load)}";
    }

    private PhaseSettings Profiling()
    {
        var rate = Bounded(BenchFlags.Rate, 1e-6, 1e7);
        var law = given.Text(BenchFlags.RateMode);
        var smoothness = Bounded(BenchFlags.Smoothness, 1e-3, 1e6);
        var (requests, duration) = (Whole(BenchFlags.Requests), Bounded(BenchFlags.Duration, 0.001, LongestS));
        if (rate is null && !given.Switch(BenchFlags.Rate))
        {
            RefuseWithout(BenchFlags.RateMode, BenchFlags.Rate);
            RefuseWithout(BenchFlags.Smoothness, BenchFlags.Rate);
        }

        if (smoothness is not null && law is not "gamma")
        {
            given.Refuse(BenchFlags.Smoothness, "shapes gamma arrivals only", "add --request-rate-mode gamma");
        }

        if (duration is null)
        {
            RefuseWithout(BenchFlags.Grace, BenchFlags.Duration);
        }

        return new PhaseSettings
        {
            Requests = requests ?? (duration is null ? DefaultRequests : null),
            Duration = duration is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Grace = TimeSpan.FromSeconds(Bounded(BenchFlags.Grace, 0, LongestS) ?? 30),
            Concurrency = Whole(BenchFlags.Concurrency) ?? (rate is null ? 1 : null),
            RatePerS = rate,
            Law = law switch { "constant" => ArrivalLaw.Constant, "gamma" => ArrivalLaw.Gamma, _ => ArrivalLaw.Poisson },
            Smoothness = smoothness ?? 1,
        };
    }

    private PhaseSettings? Warmup(PhaseSettings profiling)
    {
        var requests = Whole(BenchFlags.Warmup, least: 0) ?? 0;
        var concurrency = Whole(BenchFlags.WarmupConcurrency);
        if (requests == 0)
        {
            if (concurrency is not null)
            {
                given.Refuse(BenchFlags.WarmupConcurrency, "there is no warm-up", "add --warmup-request-count");
            }

            return null;
        }

        return profiling with { IsWarmup = true, Requests = requests, Duration = null, Concurrency = concurrency ?? profiling.Concurrency };
    }

    private LengthLaw? Output()
    {
        var spread = Bounded(BenchFlags.OslSpread, 0, 1 << 24);
        if (Bounded(BenchFlags.Osl, 1, 1 << 24) is { } mean)
        {
            return new LengthLaw(mean, spread ?? 0);
        }

        if (spread is > 0)
        {
            given.Refuse(BenchFlags.OslSpread, "has no mean to spread around", "add --osl");
        }

        return null;
    }

    private List<(string, string)> Headers()
    {
        var headers = new List<(string, string)>();
        foreach (var text in given.Values(BenchFlags.Header))
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (text.TrimStart().StartsWith('{'))
            {
                foreach (var (name, value) in Members(BenchFlags.Header, text))
                {
                    headers.Add((name, value?.ToString() ?? ""));
                }
            }
            else if (colon > 0)
            {
                headers.Add((text[..colon].Trim(), text[(colon + 1)..].Trim()));
            }
            else
            {
                given.Refuse(BenchFlags.Header, "a header is NAME:VALUE");
            }
        }

        if (given.Text(BenchFlags.ApiKey) is { } key)
        {
            headers.Add(("Authorization", $"Bearer {key}"));
        }

        foreach (var (name, value) in headers)
        {
            if (name.AsSpan().ContainsAnyExcept(TokenCharacters) || value.AsSpan().ContainsAny("\r\n\0"))
            {
                given.Refuse(BenchFlags.Header, $"'{name}' is not a header that can be sent");
            }
        }

        return headers;
    }

    private static readonly System.Buffers.SearchValues<char> TokenCharacters =
        System.Buffers.SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private JsonObject Extra()
    {
        var extra = new JsonObject();
        foreach (var text in given.Values(BenchFlags.ExtraInputs))
        {
            foreach (var (name, value) in Members(BenchFlags.ExtraInputs, text))
            {
                extra[name] = value?.DeepClone();
            }
        }

        return extra;
    }

    private JsonObject Members(Flag flag, string text)
    {
        try
        {
            return RequestFactory.ReadExtra(text);
        }
        catch (FormatException odd)
        {
            given.Refuse(flag, odd.Message);
            return [];
        }
    }

    private Goodput? Goodput()
    {
        if (given.Text(BenchFlags.Goodput) is not { } text)
        {
            return null;
        }

        try
        {
            return Plimsoll.Load.Metrics.Goodput.Read(text);
        }
        catch (FormatException odd)
        {
            var unknown = text.Split(' ', ',').Select(item => item.Split(':')[0]).FirstOrDefault(tag => RecordMetric.Find(tag) is null) ?? "";
            var hint = NearestName.Hint(unknown, RecordMetric.All.Select(metric => metric.Tag));
            given.Refuse(BenchFlags.Goodput, odd.Message, hint ?? "such as 'time_to_first_token:200 inter_token_latency:20'");
            return null;
        }
    }

    private void RefuseWithout(Flag flag, Flag needed)
    {
        if (given.Switch(flag))
        {
            given.Refuse(flag, $"has no effect without {needed.Name}", $"add {needed.Name}, or leave it out");
        }
    }

    private int? Whole(Flag flag, int least = 1)
    {
        if (given.Integer(flag) is not { } number)
        {
            return null;
        }

        if (number < least)
        {
            given.Refuse(flag, $"{number} is less than {least}");
        }

        return Math.Max(number, least);
    }

    private double? Bounded(Flag flag, double least, double most)
    {
        if (given.Number(flag) is not { } number)
        {
            return null;
        }

        if (number < least || number > most)
        {
            given.Refuse(flag, FormattableString.Invariant($"{number} is not between {least} and {most}"));
        }

        return Math.Clamp(number, least, most);
    }
}
