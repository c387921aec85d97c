using Plimsoll.Model.Validation;

namespace Plimsoll.Cli.Saving;

/// <summary>Writes a folder of files as one act: it appears whole or not at all, and never replaces another.</summary>
internal static class NewFolder
{
    /// <summary>Writes the folder, or finds it there already with the same bytes; returns whether it was written.</summary>
    /// <param name="path">The folder to appear; its parents are created.</param>
    /// <param name="files">Contents by path inside the folder, with forward slashes.</param>
    /// <param name="flag">The flag that chose the place, for errors.</param>
    /// <exception cref="InvalidInputException">The folder holds something else.</exception>
    public static bool Write(string path, IReadOnlyDictionary<string, byte[]> files, string flag)
    {
        if (Path.Exists(path))
        {
            return Holds(path, files)
                ? false
                : throw new InvalidInputException(flag, $"'{path}' already holds another result", "choose another folder, or remove it");
        }

        var parent = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(parent);
        var temporary = Path.Combine(parent, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        try
        {
            foreach (var (name, content) in files)
            {
                var file = Path.Combine(temporary, name);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllBytes(file, content);
            }

            Directory.Move(temporary, path);
            return true;
        }
        catch (IOException) when (Path.Exists(path) && Holds(path, files))
        {
            return false; // another run of the same question was faster
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    private static bool Holds(string path, IReadOnlyDictionary<string, byte[]> files) => files.All(file =>
    {
        var existing = Path.Combine(path, file.Key);
        return File.Exists(existing) && File.ReadAllBytes(existing).AsSpan().SequenceEqual(file.Value);
    });
}
