using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.KernelTimes.Tables;

/// <summary>A measured database in memory: path to bytes.</summary>
internal sealed class MemoryRoot(IReadOnlyDictionary<string, byte[]> files) : SystemsRoot
{
    public override string Name => "memory";

    public override IReadOnlyList<string> Systems =>
        files.Keys.Where(path => path.EndsWith(".yaml", StringComparison.Ordinal) && !path.Contains('/')).Select(path => path[..^5]).Order().ToArray();

    public override bool FileExists(string path) => files.ContainsKey(path);

    public override byte[] ReadFile(string path) =>
        files.TryGetValue(path, out var bytes) ? bytes : throw new MissingDataException(Name, $"has no '{path}'");

    public override IReadOnlyList<string> Folders(string path) => files.Keys
        .Where(file => file.StartsWith(path + "/", StringComparison.Ordinal) && file.IndexOf('/', path.Length + 1) > 0)
        .Select(file => file[(path.Length + 1)..file.IndexOf('/', path.Length + 1)])
        .Distinct()
        .Order(StringComparer.Ordinal)
        .ToArray();
}
