using System.Globalization;
using Plimsoll.Formats.Csv;

namespace Plimsoll.EndToEnd.Tests.Oracles;

/// <summary>One search of the peer: its command and the best row of each way of serving.</summary>
public sealed record PeerScenario(string Name, string Verb, IReadOnlyDictionary<string, string> Flags, PeerRow? Agg, PeerRow? Disagg)
{
    /// <summary>All scenarios below a folder, by name.</summary>
    public static IReadOnlyList<PeerScenario> ReadAll(string folder) =>
        Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(Read).ToArray();

    /// <summary>A flag's value, or a default.</summary>
    public string Flag(string name, string otherwise = "") => Flags.GetValueOrDefault(name, otherwise);

    /// <summary>A flag's value as a number, or null.</summary>
    public double? Number(string name) =>
        Flags.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    private static PeerScenario Read(string folder)
    {
        var words = File.ReadLines(Path.Combine(folder, "cmd.txt")).First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var flags = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 3; i < words.Length; i++)
        {
            if (words[i].StartsWith("--", StringComparison.Ordinal) && i + 1 < words.Length && !words[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                flags[words[i]] = words[i + 1];
            }
        }

        return new PeerScenario(Path.GetFileName(folder), words[2], flags, Best(folder, "agg"), Best(folder, "disagg"));
    }

    private static PeerRow? Best(string folder, string mode)
    {
        var path = Path.Combine(folder, mode, "best_config_topn.csv");
        if (!File.Exists(path))
        {
            return null;
        }

        using var reader = new StreamReader(path);
        var table = CsvTable.Read(reader, path);
        return table.Count == 0 ? null : PeerRow.Of(table, mode);
    }
}
