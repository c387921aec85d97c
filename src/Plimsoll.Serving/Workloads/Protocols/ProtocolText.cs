using System.Globalization;
using Plimsoll.Model.Validation;
using Plimsoll.Serving.Workloads.Traces;

namespace Plimsoll.Serving.Workloads.Protocols;

/// <summary>Reads protocols from text.</summary>
public static class ProtocolText
{
    private const string Trace = "trace";
    private const int MostClients = 1_000_000;
    private const double HighestRate = 1e6;
    private const double HighestVariation = 100;

    /// <summary>How each protocol is written.</summary>
    public static IReadOnlyList<string> Forms { get; } =
        ["closed:CLIENTS", "steady:CLIENTS", "poisson:RATE", "constant:RATE", "gamma:RATE,CV", "burst", "trace:FILE"];

    /// <summary>The protocol, or null with a problem added under <paramref name="path"/>.</summary>
    /// <param name="text">One of <see cref="Forms"/>.</param>
    /// <param name="path">Where the text was given.</param>
    /// <param name="traceOptions">What a trace is checked against.</param>
    /// <param name="errors">Takes every problem, those of a trace with file and line.</param>
    public static Protocol? Parse(string text, string path, TraceOptions traceOptions, ICollection<ValidationError> errors)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var kind = (colon < 0 ? text : text[..colon]).Trim().ToLowerInvariant();
        var value = colon < 0 ? "" : text[(colon + 1)..];
        if (kind == Trace && value.Length > 0)
        {
            return Open(value, traceOptions, errors);
        }

        Protocol? parsed = kind switch
        {
            "closed" => Clients(value) is { } clients ? new ClosedLoop(clients) : null,
            "steady" => Clients(value) is { } clients ? new SteadyLoop(clients) : null,
            "poisson" => Number(value, HighestRate) is { } rate ? OpenLoop.Poisson(rate) : null,
            "constant" => Number(value, HighestRate) is { } rate ? OpenLoop.Constant(rate) : null,
            "gamma" => value.Split(',') is [var first, var second] && Number(first, HighestRate) is { } rate && Number(second, HighestVariation) is { } variation
                ? OpenLoop.Gamma(rate, variation)
                : null,
            "burst" => colon < 0 ? new Burst() : null,
            _ => null,
        };
        if (parsed is null)
        {
            errors.Add(Refusal(text, kind, path));
        }

        return parsed;
    }

    private static TraceReplay? Open(string file, TraceOptions options, ICollection<ValidationError> errors)
    {
        try
        {
            return new TraceReplay(TraceFile.Open(file, options));
        }
        catch (InvalidInputException refused)
        {
            foreach (var error in refused.Errors)
            {
                errors.Add(error);
            }

            return null;
        }
    }

    private static ValidationError Refusal(string text, string kind, string path)
    {
        var kinds = Forms.ToDictionary(form => form.Split(':')[0], StringComparer.Ordinal);
        if (kinds.TryGetValue(kind, out var form))
        {
            return new ValidationError(path, $"'{text}' is not of the form {form}", Meaning(kind));
        }

        return NearestName.Find(kind, kinds.Keys) is { } near
            ? new ValidationError(path, $"'{text}' is no protocol", $"did you mean '{kinds[near]}'?")
            : new ValidationError(path, $"'{text}' is no protocol", $"one of {string.Join(", ", Forms)}");
    }

    private static string? Meaning(string kind) => kind switch
    {
        "closed" or "steady" => $"CLIENTS is a whole number from 1 to {MostClients}",
        "poisson" or "constant" => "RATE is requests per second, above 0",
        "gamma" => "RATE is requests per second; CV is the variation of the gaps, 1 as in a Poisson process; both above 0",
        _ => null,
    };

    private static int? Clients(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var clients) && clients is >= 1 and <= MostClients ? clients : null;

    private static double? Number(string text, double highest) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= highest ? number : null;
}
