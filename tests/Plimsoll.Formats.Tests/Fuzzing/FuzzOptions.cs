using System.Globalization;

namespace Plimsoll.Formats.Tests.Fuzzing;

/// <summary>
/// How many inputs a fuzzing test tries: few by default; <c>PLIMSOLL_FUZZ_COUNT</c>, <c>PLIMSOLL_FUZZ_SEED</c> and
/// <c>PLIMSOLL_FUZZ_CORPUS</c> (a folder of further files to damage) make it a long run.
/// </summary>
internal sealed record FuzzOptions(int Count, int Seed, string? CorpusFolder)
{
    public static FuzzOptions FromEnvironment(int defaultCount) => new(
        Number("PLIMSOLL_FUZZ_COUNT", defaultCount),
        Number("PLIMSOLL_FUZZ_SEED", 1),
        Environment.GetEnvironmentVariable("PLIMSOLL_FUZZ_CORPUS"));

    private static int Number(string variable, int whenAbsent) =>
        Environment.GetEnvironmentVariable(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : whenAbsent;
}
