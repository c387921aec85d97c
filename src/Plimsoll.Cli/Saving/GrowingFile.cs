using Plimsoll.Model.Validation;

namespace Plimsoll.Cli.Saving;

/// <summary>
/// A file that is written while a run goes on and appears whole or not at all: it grows under a temporary name beside its place, and
/// takes its own name when it is finished. Disposing an unfinished one removes it.
/// </summary>
internal sealed class GrowingFile : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private readonly string _flag;
    private readonly bool _replace;

    /// <summary>Begins the file.</summary>
    /// <param name="path">The file to appear; its parents are created.</param>
    /// <param name="flag">The flag that chose the place, for errors.</param>
    /// <param name="replace">Whether another content may be replaced.</param>
    public GrowingFile(string path, string flag, bool replace = false)
    {
        (_path, _flag, _replace) = (path, flag, replace);
        var parent = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(parent);
        _temporary = Path.Combine(parent, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        Stream = new FileStream(_temporary, FileMode.Create, FileAccess.ReadWrite);
    }

    /// <summary>Takes the content.</summary>
    public Stream Stream { get; }

    /// <summary>Gives the file its name, or leaves a file with the same bytes alone.</summary>
    /// <exception cref="InvalidInputException">The name holds something else and may not be replaced.</exception>
    public void Finish()
    {
        Stream.Flush();
        if (File.Exists(_path) && !_replace)
        {
            if (HoldsTheSame())
            {
                return;
            }

            throw new InvalidInputException(_flag, $"'{_path}' already holds something else", "choose another file, or remove it");
        }

        Stream.Dispose();
        File.Move(_temporary, _path, overwrite: _replace);
    }

    /// <summary>Removes what was not finished.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        File.Delete(_temporary);
    }

    private bool HoldsTheSame()
    {
        using var existing = File.OpenRead(_path);
        if (existing.Length != Stream.Length)
        {
            return false;
        }

        Stream.Position = 0;
        var (left, right) = (new byte[1 << 16], new byte[1 << 16]);
        int read;
        while ((read = Stream.ReadAtLeast(left, left.Length, throwOnEndOfStream: false)) > 0)
        {
            existing.ReadExactly(right.AsSpan(0, read));
            if (!left.AsSpan(0, read).SequenceEqual(right.AsSpan(0, read)))
            {
                return false;
            }
        }

        return true;
    }
}
