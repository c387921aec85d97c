using System.Globalization;

namespace Plimsoll.Profiling.Measurements;

/// <summary>Looks flags up in the launch arguments of an engine, written as <c>--flag value</c> or <c>--flag=value</c>.</summary>
internal static class LaunchFlags
{
    /// <summary>Whether a switch is there.</summary>
    public static bool Has(IReadOnlyList<string> arguments, params ReadOnlySpan<string> names)
    {
        foreach (var argument in arguments)
        {
            if (names.Contains(argument))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The whole number after a flag; null when the flag is absent or has none.</summary>
    public static int? Integer(IReadOnlyList<string> arguments, params ReadOnlySpan<string> names) =>
        int.TryParse(Text(arguments, names), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The text after a flag; null when the flag is absent.</summary>
    public static string? Text(IReadOnlyList<string> arguments, params ReadOnlySpan<string> names)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var equals = arguments[i].IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? arguments[i] : arguments[i][..equals];
            if (names.Contains(name))
            {
                return equals >= 0 ? arguments[i][(equals + 1)..] : i + 1 < arguments.Count ? arguments[i + 1] : "";
            }
        }

        return null;
    }
}
