using Plimsoll.Model.Validation;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>
/// A measured database in AIConfigurator's public layout: <c>&lt;system&gt;.yaml</c> and <c>data/…</c> beneath one folder, on disk or in a
/// zip archive (a wheel). Paths are relative to that folder and use forward slashes.
/// </summary>
public abstract class SystemsRoot : IDisposable
{
    // Where the systems folder lies in itself, in an unpacked wheel and in the two layouts of a checkout.
    private static readonly string[] RelativeFolders =
    [
        "",
        "systems",
        "aiconfigurator_core/systems",
        "aiconfigurator/systems",
        "src/aiconfigurator/systems",
        "aic-core/src/aiconfigurator_core/systems",
    ];

    /// <summary>What to call the database in messages: its path as given.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a file exists.</summary>
    public abstract bool FileExists(string path);

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="MissingDataException">The file cannot be read.</exception>
    public abstract byte[] ReadFile(string path);

    /// <summary>Names of the folders directly below a folder, sorted; empty when it does not exist.</summary>
    public abstract IReadOnlyList<string> Folders(string path);

    /// <summary>Names of the systems that have a system file, sorted.</summary>
    public abstract IReadOnlyList<string> Systems { get; }

    /// <summary>Opens a systems folder, a checkout or unpacked wheel that contains one, or a zip or wheel file.</summary>
    /// <exception cref="MissingDataException">Nothing is there, or no systems folder is inside.</exception>
    public static SystemsRoot Open(string path)
    {
        if (File.Exists(path))
        {
            return ZipSystemsRoot.OpenFile(path);
        }

        if (!Directory.Exists(path))
        {
            throw new MissingDataException("--systems-paths", $"'{path}' does not exist");
        }

        foreach (var below in RelativeFolders)
        {
            var folder = Path.Combine(path, below);
            if (Directory.Exists(Path.Combine(folder, "data")))
            {
                return OpenFolder(folder, path);
            }
        }

        throw new MissingDataException(
            "--systems-paths", $"'{path}' holds no systems folder", "give the folder with <system>.yaml and data/, or a wheel");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether a YAML file describes a system; others (manifests) lie in the same folder, but only system files have a gpu section.</summary>
    protected static bool HasGpuSection(string yaml) =>
        yaml.StartsWith("gpu:", StringComparison.Ordinal) || yaml.Contains("\ngpu:", StringComparison.Ordinal);

    private static FolderSystemsRoot OpenFolder(string folder, string path)
    {
        try
        {
            return new FolderSystemsRoot(folder, path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new MissingDataException("--systems-paths", $"'{path}' cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>Releases what the database holds open.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
