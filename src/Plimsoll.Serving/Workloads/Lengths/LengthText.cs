using System.Globalization;
using Plimsoll.Model.Validation;

namespace Plimsoll.Serving.Workloads.Lengths;

/// <summary>Reads length distributions from text: <c>1024</c>, <c>uniform:800..1000</c>, <c>normal:1000,200</c>, <c>lognormal:1000,0.8</c>.</summary>
public static class LengthText
{
    private const string Forms = "write TOKENS, uniform:FROM..TO, normal:MEAN,SD or lognormal:MEAN,CV";
    private const int LongestTokens = 1 << 24;
    private static readonly string[] Kinds = ["uniform", "normal", "lognormal"];

    /// <summary>The distribution, or null with a problem added under <paramref name="path"/>.</summary>
    public static LengthDistribution? Parse(string text, string path, ICollection<ValidationError> errors)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var kind = colon < 0 ? "" : text[..colon].Trim().ToLowerInvariant();
        var values = colon < 0 ? text : text[(colon + 1)..];
        LengthDistribution? parsed = kind switch
        {
            "" => Tokens(values) is { } tokens ? new FixedLength(tokens) : null,
            "uniform" => values.Split("..") is [var from, var to] && Tokens(from) is { } low && Tokens(to) is { } high && low <= high
                ? new UniformLength(low, high)
                : null,
            "normal" => Pair(values) is var (mean, deviation) ? new NormalLength(mean, deviation) : null,
            "lognormal" => Pair(values) is var (mean, variation) ? new LogNormalLength(mean, variation) : null,
            _ => null,
        };
        if (parsed is null)
        {
            var nearest = colon < 0 ? null : NearestName.Find(kind, Kinds);
            var hint = nearest is null || nearest == kind ? Forms : $"did you mean '{nearest}'? {Forms}";
            errors.Add(new ValidationError(path, $"'{text}' is no length of 1 to {LongestTokens} tokens", hint));
        }

        return parsed;
    }

    private static int? Tokens(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var tokens) && tokens is >= 1 and <= LongestTokens ? tokens : null;

    private static (double Mean, double Spread)? Pair(string text) =>
        text.Split(',') is [var first, var second]
        && double.TryParse(first, NumberStyles.Float, CultureInfo.InvariantCulture, out var mean)
        && double.TryParse(second, NumberStyles.Float, CultureInfo.InvariantCulture, out var spread)
        && mean is >= 1 and <= LongestTokens
        && spread is >= 0 and <= LongestTokens
            ? (mean, spread)
            : null;
}
