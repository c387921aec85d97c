namespace Plimsoll.EndToEnd.Tests.Processes;

/// <summary>A folder of its own for one test, deleted with it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Creates the folder; its name contains <paramref name="name"/>.</summary>
    public TemporaryFolder(string name = "plimsoll") => Path = Directory.CreateTempSubdirectory(name).FullName;

    /// <summary>The folder's absolute path.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
