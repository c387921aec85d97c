using System.Text;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>Which tables a measured database holds for one system, by family folder, backend and release.</summary>
public sealed class TableCatalog
{
    private static readonly string[] NotFamilies = ["trtllm", "sglang", "vllm", "nccl", "oneccl"];

    private readonly SystemsRoot _root;
    private readonly string _data;
    private readonly IReadOnlyList<string> _families;

    /// <summary>Opens the tables of one system.</summary>
    /// <param name="root">The database.</param>
    /// <param name="system">Name of a system of the database.</param>
    /// <exception cref="MissingDataException">The database does not know the system.</exception>
    public TableCatalog(SystemsRoot root, string system)
    {
        _root = root;
        if (!root.FileExists(system + ".yaml"))
        {
            throw new MissingDataException(
                "--system", $"'{system}' is not in {root.Name}", NearestName.Hint(system, root.Systems) ?? "known: " + string.Join(", ", root.Systems));
        }

        var (path, bytes) = ($"{root.Name}/{system}.yaml", root.ReadFile(system + ".yaml"));
        if (bytes.Length > SystemFileReader.MaximumBytes)
        {
            throw new InvalidInputException(path, $"is {bytes.Length} bytes long; a system file has at most {SystemFileReader.MaximumBytes}");
        }

        var file = SystemFileReader.Parse(system, Encoding.UTF8.GetString(bytes), path);
        System = file.System;
        _data = file.DataDirectory;
        _families = root.Folders(_data).Where(family => !NotFamilies.Contains(family)).ToArray();
    }

    /// <summary>The system's facts.</summary>
    public GpuSystem System { get; }

    /// <summary>The database.</summary>
    public SystemsRoot Root => _root;

    /// <summary>Releases of a backend that have any table here, oldest first.</summary>
    public IReadOnlyList<string> Versions(BackendKind backend) => _families
        .SelectMany(family => _root.Folders($"{_data}/{family}/{backend.Name()}"))
        .Distinct(StringComparer.Ordinal)
        .Order(ReleaseOrder.Instance)
        .ToArray();

    /// <summary>Releases of a backend that have a given table, oldest first.</summary>
    public IReadOnlyList<string> VersionsWith(string table, BackendKind backend) =>
        Files(table, backend).Select(file => file.Version).Distinct(StringComparer.Ordinal).Order(ReleaseOrder.Instance).ToArray();

    /// <summary>
    /// The newest complete release of a backend: one that has GEMM and both attention tables of its own or declared; null when there is none.
    /// </summary>
    public string? NewestComplete(BackendKind backend) => CompleteVersions(backend) is { Count: > 0 } complete ? complete[^1] : null;

    /// <summary>Complete releases of a backend, oldest first.</summary>
    public IReadOnlyList<string> CompleteVersions(BackendKind backend) => Versions(backend)
        .Where(version => Has("gemm_perf", backend, version)
            && Has("context_attention_perf", backend, version)
            && Has("generation_attention_perf", backend, version))
        .ToArray();

    /// <summary>Files that may answer for a table, nearest first: own, declared, older (newest first), newer (oldest first).</summary>
    public IReadOnlyList<TableLocation> Locate(string table, BackendKind backend, string version)
    {
        var files = Files(table, backend);
        var declared = DeclaredDonors(table, backend, version);
        return files
            .Select(file => new TableLocation(file.Path, file.Version, ChannelOf(file.Version, version, declared)))
            .OrderBy(location => location.Channel)
            .ThenBy(location => location.Channel == TableChannel.Declared ? declared.IndexOf(location.Version) : 0)
            .ThenBy(
                location => location.Version,
                Comparer<string>.Create((a, b) => ReleaseOrder.Instance.Compare(a, version) > 0
                    ? ReleaseOrder.Instance.Compare(a, b)
                    : ReleaseOrder.Instance.Compare(b, a)))
            .ToArray();
    }

    /// <summary>The table of NCCL collectives that the system file names; null when absent.</summary>
    public TableLocation? LocateNccl()
    {
        foreach (var library in (string[])["nccl", "oneccl"])
        {
            var folder = $"{_data}/comm/{library}";
            var versions = _root.Folders(folder);
            var version = System.NcclVersion is { } named && versions.Contains(named) ? named : versions.Order(ReleaseOrder.Instance).LastOrDefault();
            var path = $"{folder}/{version}/{library}_perf.parquet";
            if (version is not null && _root.FileExists(path))
            {
                return new TableLocation(path, version, TableChannel.Own);
            }
        }

        return null;
    }

    private static TableChannel ChannelOf(string found, string asked, List<string> declared)
    {
        return ReleaseOrder.AreSame(found, asked) ? TableChannel.Own
            : declared.Contains(found) ? TableChannel.Declared
            : ReleaseOrder.Instance.Compare(found, asked) < 0 ? TableChannel.Older
            : TableChannel.Newer;
    }

    private bool Has(string table, BackendKind backend, string version) =>
        Locate(table, backend, version).Any(location => location.Channel <= TableChannel.Declared);

    private IEnumerable<(string Path, string Version)> Files(string table, BackendKind backend)
    {
        foreach (var family in _families)
        {
            var folder = $"{_data}/{family}/{backend.Name()}";
            foreach (var version in _root.Folders(folder))
            {
                var path = $"{folder}/{version}/{table}.parquet";
                if (_root.FileExists(path))
                {
                    yield return (path, version);
                }
            }
        }
    }

    private List<string> DeclaredDonors(string table, BackendKind backend, string version)
    {
        var donors = new List<string>();
        foreach (var family in _families)
        {
            var path = $"{_data}/{family}/{backend.Name()}/{version}/reuse.yaml";
            if (_root.FileExists(path))
            {
                donors.AddRange(ReuseDeclarations.Parse(_root.ReadFile(path), $"{_root.Name}/{path}").Where(d => d.Table == table).Select(d => d.FromVersion));
            }
        }

        return donors;
    }
}
