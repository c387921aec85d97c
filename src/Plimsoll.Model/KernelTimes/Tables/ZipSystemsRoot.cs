using System.IO.Compression;
using System.Text;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>A measured database inside a zip archive or wheel, read without unpacking.</summary>
internal sealed class ZipSystemsRoot : SystemsRoot
{
    /// <summary>Largest file that is taken out of an archive, in bytes; the known tables have at most 3 MiB.</summary>
    private const long MaximumFileBytes = 256L * 1024 * 1024;

    private const int MaximumEntries = 200_000;

    private readonly ZipArchive _archive;
    private readonly string _prefix;
    private readonly Dictionary<string, ZipArchiveEntry> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<string>> _folders = new(StringComparer.Ordinal);

    private ZipSystemsRoot(ZipArchive archive, string name, string prefix)
    {
        (_archive, Name, _prefix) = (archive, name, prefix);
        foreach (var entry in archive.Entries)
        {
            if (entry.FullName.StartsWith(prefix, StringComparison.Ordinal) && !entry.FullName.EndsWith('/'))
            {
                Add(entry.FullName[prefix.Length..], entry);
            }
        }

        Systems = _files.Keys
            .Where(path => path.EndsWith(".yaml", StringComparison.Ordinal) && !path.Contains('/'))
            .Select(path => path[..^5])
            .Where(system => _folders.ContainsKey("data/" + system) || IsSystemFile(system + ".yaml"))
            .Order(StringComparer.Ordinal)
            .ToArray();
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override IReadOnlyList<string> Systems { get; }

    /// <summary>Opens an archive and finds the systems folder in it.</summary>
    /// <exception cref="MissingDataException">It is no zip archive, or has no <c>data/&lt;system&gt;/…</c> inside.</exception>
    public static ZipSystemsRoot OpenFile(string path)
    {
        ZipArchive? archive = null;
        try
        {
            archive = ZipFile.OpenRead(path);
            var prefix = archive.Entries.Count > MaximumEntries ? null : FindPrefix(archive);
            if (prefix is not null)
            {
                return new ZipSystemsRoot(archive, path, prefix);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            archive?.Dispose();
            throw new MissingDataException("--systems-paths", $"'{path}' cannot be read as a zip archive: {broken.Message}");
        }

        archive.Dispose();
        throw new MissingDataException("--systems-paths", $"'{path}' holds no systems folder", "expected <system>.yaml and data/<system>/ inside");
    }

    /// <inheritdoc />
    public override bool FileExists(string path) => _files.ContainsKey(path);

    /// <inheritdoc />
    public override byte[] ReadFile(string path)
    {
        if (!_files.TryGetValue(path, out var entry))
        {
            throw new MissingDataException(Name, $"has no '{path}'");
        }

        if (entry.Length > MaximumFileBytes)
        {
            throw new MissingDataException(Name, $"'{path}' claims {entry.Length} bytes, more than {MaximumFileBytes}");
        }

        try
        {
            // An archive has one position in its file.
            lock (_archive)
            {
                var bytes = new byte[entry.Length];
                using var stream = entry.Open();
                stream.ReadExactly(bytes);
                return bytes;
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            throw new MissingDataException(Name, $"'{path}' cannot be unpacked: {broken.Message}");
        }
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Folders(string path) =>
        _folders.TryGetValue(path, out var names) ? [.. names] : [];

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _archive.Dispose();
        }

        base.Dispose(disposing);
    }

    // A wheel may have other data folders; the systems folder has tables below data/ and system files beside it.
    private static string? FindPrefix(ZipArchive archive)
    {
        var withYaml = archive.Entries
            .Where(entry => entry.FullName.EndsWith(".yaml", StringComparison.Ordinal))
            .Select(entry => entry.FullName[..(entry.FullName.LastIndexOf('/') + 1)])
            .ToHashSet(StringComparer.Ordinal);
        foreach (var entry in archive.Entries)
        {
            var data = ("/" + entry.FullName).IndexOf("/data/", StringComparison.Ordinal);
            if (data >= 0 && entry.FullName.EndsWith(".parquet", StringComparison.Ordinal) && withYaml.Contains(entry.FullName[..data]))
            {
                return entry.FullName[..data];
            }
        }

        return null;
    }

    private bool IsSystemFile(string path) =>
        _files[path].Length <= SystemFileReader.MaximumBytes && HasGpuSection(Encoding.UTF8.GetString(ReadFile(path)));

    private void Add(string path, ZipArchiveEntry entry)
    {
        _files[path] = entry;
        var end = path.Length;
        while ((end = path.LastIndexOf('/', end - 1)) > 0)
        {
            var folder = path[..end];
            var slash = folder.LastIndexOf('/');
            var parent = slash < 0 ? "" : folder[..slash];
            if (!_folders.TryGetValue(folder, out _))
            {
                _folders[folder] = new SortedSet<string>(StringComparer.Ordinal);
            }

            if (!_folders.TryGetValue(parent, out var siblings))
            {
                _folders[parent] = siblings = new SortedSet<string>(StringComparer.Ordinal);
            }

            siblings.Add(folder[(slash + 1)..]);
        }
    }
}
