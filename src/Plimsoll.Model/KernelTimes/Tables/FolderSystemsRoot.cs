using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>A measured database in a folder.</summary>
/// <param name="folder">The systems folder itself.</param>
/// <param name="name">The path as the user gave it.</param>
internal sealed class FolderSystemsRoot(string folder, string name) : SystemsRoot
{
    /// <inheritdoc />
    public override string Name => name;

    /// <inheritdoc />
    public override IReadOnlyList<string> Systems { get; } = Directory.EnumerateFiles(folder, "*.yaml")
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Where(system => Directory.Exists(Path.Combine(folder, "data", system)) || IsSystemFile(Path.Combine(folder, system + ".yaml")))
        .Order(StringComparer.Ordinal)
        .ToArray();

    /// <inheritdoc />
    public override bool FileExists(string path) => File.Exists(Path.Combine(folder, path));

    /// <inheritdoc />
    public override byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, path));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new MissingDataException(Path.Combine(name, path), $"cannot be read: {unreadable.Message}");
        }
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Folders(string path)
    {
        var below = Path.Combine(folder, path);
        try
        {
            return Directory.Exists(below)
                ? Directory.EnumerateDirectories(below).Select(found => Path.GetFileName(found)).Order(StringComparer.Ordinal).ToArray()
                : [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new MissingDataException(Path.Combine(name, path), $"cannot be read: {unreadable.Message}");
        }
    }

    // What cannot be read is no system here; asking for it by name says why.
    private static bool IsSystemFile(string path)
    {
        try
        {
            return new FileInfo(path).Length <= SystemFileReader.MaximumBytes && HasGpuSection(File.ReadAllText(path));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
