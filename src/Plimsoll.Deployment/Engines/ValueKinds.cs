using System.Globalization;
using Plimsoll.Formats.Yaml;

namespace Plimsoll.Deployment.Engines;

/// <summary>Reads the values of keys.</summary>
public static class ValueKinds
{
    /// <summary>The value that a text stands for; null when it is none of this kind.</summary>
    public static YamlNode? Read(this ValueKind kind, string text) => kind switch
    {
        ValueKind.Truth => Truth(text),
        ValueKind.Whole => Whole(text),
        ValueKind.Share => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 1 ? new YamlReal(share) : null,
        ValueKind.Wholes => Wholes(text),
        _ => text.Length > 0 && !text.Any(char.IsWhiteSpace) && !text.Any(char.IsControl) ? new YamlText(text) : null,
    };

    /// <summary>What a value must be, in words.</summary>
    public static string Expected(this ValueKind kind) => kind switch
    {
        ValueKind.Truth => "true or false",
        ValueKind.Whole => "a whole number from 1 on",
        ValueKind.Share => "a number above 0, up to 1",
        ValueKind.Wholes => "whole numbers from 1 on, set apart by commas",
        _ => "a word without blanks",
    };

    private static YamlTruth? Truth(string text) => text.ToLowerInvariant() switch
    {
        "true" => new YamlTruth(true),
        "false" => new YamlTruth(false),
        _ => null,
    };

    private static YamlWhole? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 ? new YamlWhole(number) : null;

    private static YamlList? Wholes(string text)
    {
        var numbers = text.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries).Select(Whole).ToList();
        return numbers.All(number => number is not null) ? new YamlList(numbers.Select(number => number!)) : null;
    }
}
