using System.Runtime.CompilerServices;
using Xunit;

namespace Plimsoll.Testing;

/// <summary>Compares text with a committed expectation file. <c>PLIMSOLL_ACCEPT=1</c> rewrites the expectations.</summary>
public static class Golden
{
    /// <summary>Fails with the first differing line; the expectation lies in <c>Expectations/</c> beside the calling test file.</summary>
    public static void Match(string actual, string name, [CallerFilePath] string testFile = "") =>
        MatchFile(actual, Path.Combine(SourceFolder(testFile), "Expectations", name));

    /// <summary>The same for an expectation that is a file of its own, such as a page of the docs.</summary>
    public static void MatchFile(string actual, string expectedPath)
    {
        var normalised = actual.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("PLIMSOLL_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(expectedPath)!);
            File.WriteAllText(expectedPath, normalised);
            return;
        }

        var expected = File.Exists(expectedPath) ? File.ReadAllText(expectedPath).ReplaceLineEndings("\n") : "";
        if (string.Equals(expected, normalised, StringComparison.Ordinal))
        {
            return;
        }

        File.WriteAllText(expectedPath + ".received", normalised);
        Assert.Fail($"{Path.GetFileName(expectedPath)} differs at {FirstDifference(expected, normalised)} (PLIMSOLL_ACCEPT=1 accepts)");
    }

    private static string FirstDifference(string expected, string actual)
    {
        var left = expected.Split('\n');
        var right = actual.Split('\n');
        for (var line = 0; line < Math.Max(left.Length, right.Length); line++)
        {
            var a = line < left.Length ? left[line] : "<end>";
            var b = line < right.Length ? right[line] : "<end>";
            if (a != b)
            {
                return $"line {line + 1}:\n expected: {a}\n   actual: {b}";
            }
        }

        return "an unknown place";
    }

    // Deterministic builds map source paths; resolve them again below the repository root.
    private static string SourceFolder(string testFile)
    {
        if (File.Exists(testFile))
        {
            return Path.GetDirectoryName(testFile)!;
        }

        var marker = testFile.Replace('\\', '/').IndexOf("/tests/", StringComparison.Ordinal);
        return Path.GetDirectoryName(Path.Combine(SharedData.RepositoryRoot, testFile[(marker + 1)..]))!;
    }
}
