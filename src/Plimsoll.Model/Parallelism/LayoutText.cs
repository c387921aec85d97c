using System.Globalization;
using System.Text.RegularExpressions;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Parallelism;

/// <summary>Reads layouts as people write them: <c>tp4</c>, <c>tp2pp2</c>, <c>dp8ep8</c>, and everything that <see cref="ParallelLayout.ToString"/> writes.</summary>
/// <remarks>
/// What is not written is 1, except for the experts of a mixture: without <c>ep</c> they are split by tensor parallelism over the GPUs of a
/// stage, as engines do by default; with <c>ep</c> alone, by tensor parallelism over what expert parallelism leaves.
/// </remarks>
public static partial class LayoutText
{
    private const int MostGpus = 131_072;
    private const string Form = "such as tp4, tp2pp2, dp8ep8 or tp4pp1dp2etp1ep8";

    /// <summary>The layout, or null with a problem added under <paramref name="path"/>.</summary>
    /// <param name="text">The layout.</param>
    /// <param name="isMoe">Whether the model has experts.</param>
    /// <param name="path">Where the text was given.</param>
    /// <param name="errors">Takes the problem.</param>
    public static ParallelLayout? Parse(string text, bool isMoe, string path, ICollection<ValidationError> errors)
    {
        var widths = new Dictionary<string, int>(StringComparer.Ordinal);
        var match = Pattern().Match(text.Trim().ToLowerInvariant());
        if (!match.Success)
        {
            errors.Add(new ValidationError(path, $"'{text}' is no layout", Form));
            return null;
        }

        for (var part = 0; part < match.Groups["name"].Captures.Count; part++)
        {
            var name = match.Groups["name"].Captures[part].Value;
            if (!int.TryParse(match.Groups["width"].Captures[part].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var width)
                || width is < 1 or > MostGpus || !widths.TryAdd(name, width))
            {
                errors.Add(new ValidationError(path, $"'{text}' is no layout: {name} must stand once, with a width of 1 to {MostGpus}", Form));
                return null;
            }
        }

        return Complete(widths, isMoe);
    }

    private static ParallelLayout Complete(Dictionary<string, int> widths, bool isMoe)
    {
        var (tp, pp, dp) = (widths.GetValueOrDefault("tp", 1), widths.GetValueOrDefault("pp", 1), widths.GetValueOrDefault("dp", 1));
        if (!isMoe)
        {
            return new ParallelLayout(tp, pp, dp, widths.GetValueOrDefault("etp", 1), widths.GetValueOrDefault("ep", 1));
        }

        var ep = widths.TryGetValue("ep", out var expert) ? expert : widths.TryGetValue("etp", out var split) ? Math.Max(1, tp * dp / split) : 1;
        return new ParallelLayout(tp, pp, dp, widths.GetValueOrDefault("etp", Math.Max(1, tp * dp / ep)), ep);
    }

    [GeneratedRegex("^(?:(?<name>etp|tp|pp|dp|ep)(?<width>[0-9]+))+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
