using Plimsoll.Cli.Arguments;

namespace Plimsoll.Cli.Benching;

/// <summary>A command line as files keep it: as given, with stars for what may be secret.</summary>
internal static class ShownCommand
{
    private static readonly Flag[] Secret = [BenchFlags.ApiKey, BenchFlags.Header];

    /// <summary>The command line of these flags.</summary>
    public static string Of(GivenFlags given) =>
        "plimsoll bench" + string.Concat(BenchFlags.All.Where(given.Switch).Select(flag => flag.Value is null
            ? $" {flag.Name}"
            : string.Concat(given.Values(flag).Select(value => $" {flag.Name} {(Array.IndexOf(Secret, flag) >= 0 ? "'***'" : Quoted(value))}"))));

    private static string Quoted(string value) => $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
