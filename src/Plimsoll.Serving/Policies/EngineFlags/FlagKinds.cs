using System.Globalization;

namespace Plimsoll.Serving.Policies.EngineFlags;

/// <summary>The kinds of launch flags that the tables are made of.</summary>
internal static class FlagKinds
{
    private const int MostTokens = 1 << 28;

    /// <summary>A flag that takes a whole number and changes the policy.</summary>
    public static EngineFlag Count(string name, Func<EnginePolicy, int, EnginePolicy> change) =>
        Setting(name, (settings, value) => settings.With(policy => change(policy, value)));

    /// <summary>A flag that takes a whole number and sets something beside the policy.</summary>
    public static EngineFlag Setting(string name, Func<EngineSettings, int, EngineSettings> set) => new(name)
    {
        Expected = "a whole number from 1 on",
        Apply = (settings, value) => Whole(value) is >= 1 and { } count ? set(settings, count) : null,
    };

    /// <summary>A flag that takes a number above 0, up to <paramref name="most"/>, and changes the policy.</summary>
    public static EngineFlag Number(string name, double most, Func<EnginePolicy, double, EnginePolicy> change, params string[] aliases) => new(name)
    {
        Aliases = aliases,
        Expected = $"a number above 0 and up to {most}",
        Apply = (settings, value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most
            ? settings.With(policy => change(policy, number))
            : null,
    };

    /// <summary>A flag that takes several whole numbers and changes the policy; they arrive ascending.</summary>
    public static EngineFlag Counts(string name, Func<EnginePolicy, IReadOnlyList<int>, EnginePolicy> change) => new(name)
    {
        IsList = true,
        Expected = "whole numbers from 1 on",
        Apply = (settings, value) =>
        {
            var numbers = value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(Whole).ToArray();
            return numbers.Length > 0 && numbers.All(number => number >= 1)
                ? settings.With(policy => change(policy, [.. numbers.Select(number => number!.Value).Distinct().Order()]))
                : null;
        },
    };

    /// <summary>A flag without a value that changes the policy.</summary>
    public static EngineFlag Switch(string name, Func<EnginePolicy, EnginePolicy> change) => new(name)
    {
        IsSwitch = true,
        Apply = (settings, _) => settings.With(change),
    };

    /// <summary>A flag that takes a KV-cache format; one without a name of ours leaves the checkpoint's.</summary>
    public static EngineFlag KvFormat(string name, IReadOnlyDictionary<string, string?> formats) => new(name)
    {
        Expected = "one of " + string.Join(", ", formats.Keys.Order(StringComparer.Ordinal)),
        Apply = (settings, value) => formats.TryGetValue(value, out var format) ? settings with { KvCacheFormat = format } : null,
    };

    /// <summary>Flags with a value that make no difference.</summary>
    public static IEnumerable<EngineFlag> Ignored(string reason, params string[] names) =>
        names.Select(name => new EngineFlag(name) { WithoutEffect = reason });

    /// <summary>Switches that make no difference.</summary>
    public static IEnumerable<EngineFlag> IgnoredSwitches(string reason, params string[] names) =>
        names.Select(name => new EngineFlag(name) { WithoutEffect = reason, IsSwitch = true });

    /// <summary>Flags that would change the answer in a way that is given elsewhere, or not at all.</summary>
    public static IEnumerable<EngineFlag> Refused(string reason, params string[] names) =>
        names.Select(name => new EngineFlag(name) { Refused = reason });

    /// <summary>A whole number, also in vLLM's short forms 8k (8,000) and 8K (8,192); null when it is none.</summary>
    public static int? Whole(string text)
    {
        var (digits, unit) = text.Length == 0 ? (text, 1) : text[^1] switch
        {
            'k' => (text[..^1], 1000),
            'K' => (text[..^1], 1024),
            'm' => (text[..^1], 1_000_000),
            'M' => (text[..^1], 1 << 20),
            _ => (text, 1),
        };
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number * unit <= MostTokens ? (int)(number * unit) : null;
    }
}
