using Plimsoll.Model.Validation;

namespace Plimsoll.Cli.Saving;

/// <summary>Writes a file as one act: it appears whole or not at all, and replaces another only when that is wanted.</summary>
internal static class NewFile
{
    /// <summary>Writes the file, or leaves it alone when it has the same bytes already.</summary>
    /// <param name="path">The file to appear; its parents are created.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="flag">The flag that chose the place, for errors.</param>
    /// <param name="replace">Whether another content may be replaced.</param>
    /// <exception cref="InvalidInputException">The file holds something else and may not be replaced.</exception>
    public static void Write(string path, byte[] bytes, string flag, bool replace)
    {
        if (File.Exists(path) && !replace)
        {
            if (File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
            {
                return;
            }

            throw new InvalidInputException(flag, $"'{path}' already holds something else", "choose another file, or say --replace");
        }

        var parent = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(parent);
        var temporary = Path.Combine(parent, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: replace);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
