using Xunit;

namespace Plimsoll.Testing;

/// <summary>Finds the oracle files that lie beside a checkout (<c>../shared</c>); a test that needs them skips visibly without.</summary>
public static class SharedData
{
    /// <summary>The root of the checkout that contains this test run.</summary>
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    /// <summary>Absolute path of a file or folder below <c>../shared</c>; skips the calling test when it is absent.</summary>
    public static string Require(string relativePath)
    {
        var path = Find(relativePath);
        if (path is null)
        {
            Assert.Skip($"oracle absent: ../shared/{relativePath}");
        }

        return path;
    }

    /// <summary>Absolute path of a file or folder below <c>../shared</c>, or null when it is absent.</summary>
    public static string? Find(string relativePath)
    {
        var root = Environment.GetEnvironmentVariable("PLIMSOLL_SHARED") ?? Path.Combine(RepositoryRoot, "..", "shared");
        var path = Path.GetFullPath(Path.Combine(root, relativePath));
        return Path.Exists(path) ? path : null;
    }

    private static string FindRepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Plimsoll.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("No Plimsoll.slnx above " + AppContext.BaseDirectory);
    }
}
