using System.Globalization;
using System.Text.RegularExpressions;
using Plimsoll.Model.Validation;

namespace Plimsoll.Profiling.Measurements;

/// <summary>
/// Reads how workers are spread over GPUs as people write it: <c>tp2</c>, <c>tp1 dp2</c>, <c>ep2</c>, <c>tp4pp1dp2etp1ep8</c>, and with
/// pools <c>1 prefill worker tp1 + 1 decode worker tp1</c>.
/// </summary>
public static partial class ParallelText
{
    private const int MostWorkers = 4096;
    private const string Hint = "write for instance tp2, 'tp1 dp2', ep2 or '1 prefill worker tp1 + 2 decode workers tp2'";

    /// <summary>Reads a text, filling what it leaves open from launch arguments.</summary>
    /// <param name="text">The text.</param>
    /// <param name="arguments">Launch arguments of the engine.</param>
    /// <param name="place">Where the text stands, for errors.</param>
    /// <param name="errors">Receives every problem.</param>
    /// <returns>The workers, or null after an error.</returns>
    public static MeasuredTopology? Read(string text, IReadOnlyList<string> arguments, string place, ICollection<ValidationError> errors)
    {
        var before = errors.Count;
        var parts = text.Split('+', StringSplitOptions.TrimEntries);
        var pools = parts.Select(part => Pool(part, arguments, place, errors)).ToArray();
        if (errors.Count > before)
        {
            return null;
        }

        switch (pools)
        {
            case [{ Role: null } only]:
                return new MeasuredTopology { Workers = only.Workers };
            case [{ Role: 'p' } prefill, { Role: 'd' } decode]:
                return new MeasuredTopology { Prefill = prefill.Workers, Decode = decode.Workers };
            case [{ Role: 'd' } decode, { Role: 'p' } prefill]:
                return new MeasuredTopology { Prefill = prefill.Workers, Decode = decode.Workers };
            default:
                errors.Add(new ValidationError(place, $"'{text}' is neither one kind of worker nor prefill and decode workers", Hint));
                return null;
        }
    }

    private static (char? Role, MeasuredWorkers Workers) Pool(
        string text, IReadOnlyList<string> arguments, string place, ICollection<ValidationError> errors)
    {
        var match = PoolPattern().Match(text);
        var widths = new Dictionary<string, int?>(StringComparer.Ordinal);
        var rest = match.Success ? match.Groups["widths"].Value : text;
        foreach (Match width in WidthPattern().Matches(rest))
        {
            var name = Canonical(width.Groups["name"].Value.ToLowerInvariant());
            int? value = int.TryParse(width.Groups["value"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
            if (value is 0 or > MostWorkers || (value is null && name != "ep") || !widths.TryAdd(name, value))
            {
                errors.Add(new ValidationError(place, $"'{width.Value}' in '{text}' is no width, or is given twice", Hint));
            }
        }

        var count = 1;
        var counted = match.Groups["count"].Value;
        if (!match.Success
            || WidthPattern().Replace(rest, "").AsSpan().Trim(" ,_").Length > 0
            || (counted.Length > 0 && !(int.TryParse(counted, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is > 0 and <= MostWorkers)))
        {
            errors.Add(new ValidationError(place, $"'{text}' does not say how workers are spread over GPUs", Hint));
        }

        char? role = match.Groups["role"].Value.ToLowerInvariant() is { Length: > 0 } word ? word[0] : null;
        return (role, new MeasuredWorkers(count, Widths(widths, arguments, text, place, errors)));
    }

    private static StatedParallelism Widths(
        Dictionary<string, int?> stated, IReadOnlyList<string> arguments, string text, string place, ICollection<ValidationError> errors)
    {
        int Agreed(string name, int otherwise, params ReadOnlySpan<string> flags)
        {
            var launched = LaunchFlags.Integer(arguments, flags);
            if (stated.TryGetValue(name, out var width) && launched is { } value && width != value)
            {
                errors.Add(new ValidationError(place, $"'{text}' contradicts the launch argument {flags[0]} {value}"));
            }

            return width ?? launched ?? otherwise;
        }

        var dp = Agreed("dp", 1, "--data-parallel-size", "-dp");
        var pp = Agreed("pp", 1, "--pipeline-parallel-size", "-pp");
        stated.TryGetValue("etp", out var moeTp);
        var spreadsExperts = stated.TryGetValue("ep", out var ep) || LaunchFlags.Has(arguments, "--enable-expert-parallel", "-ep");

        // Experts are spread over the ranks of attention: where only their width is stated, attention is as wide by tensor parallelism.
        var tp = Agreed("tp", ep is { } wide && wide % dp == 0 ? wide * (moeTp ?? 1) / dp : 1, "--tensor-parallel-size", "-tp");
        return new StatedParallelism(tp, pp, dp, moeTp, spreadsExperts ? ep ?? tp * dp / (moeTp ?? 1) : null);
    }

    private static string Canonical(string name) => name switch
    {
        "adp" or "attention_dp" => "dp",
        "moe_tp" => "etp",
        "moe_ep" => "ep",
        _ => name,
    };

    [GeneratedRegex(@"^(?:(?<count>\d+)\s*[x×]?\s*)?(?:(?<role>prefill|decode|p|d)\s*(?:workers?)?(?=$|\s|,)\s*(?:of\s+)?|workers?\s*(?:of\s+)?)?[,:]?\s*(?<widths>.*)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 200)]
    private static partial Regex PoolPattern();

    [GeneratedRegex(@"(?<name>attention_dp|moe_tp|moe_ep|etp|adp|tp|pp|dp|ep)\s*=?\s*(?<value>\d*)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 200)]
    private static partial Regex WidthPattern();
}
