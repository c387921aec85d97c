using Plimsoll.Testing;

namespace Plimsoll.EndToEnd.Tests.Documents;

/// <summary>The commands that the README and the docs show in <c>bash</c> blocks.</summary>
internal static class ShownCommands
{
    /// <summary>The documents, relative to the repository's root.</summary>
    public static IReadOnlyList<string> Documents { get; } =
    [
        "README.md",
        "CONTRIBUTING.md",
        .. Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "docs"), "*.md").Select(file => "docs/" + Path.GetFileName(file)).Order(StringComparer.Ordinal),
    ];

    /// <summary>The words of a command; double quotes hold words together.</summary>
    public static string[] Words(string command) =>
        [.. command.Split('"').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>The lines of all bash blocks of a document; a line that ends with a backslash goes on.</summary>
    public static IReadOnlyList<string> In(string document)
    {
        var commands = new List<string>();
        var inside = false;
        var begun = "";
        foreach (var line in File.ReadLines(Path.Combine(SharedData.RepositoryRoot, document)))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inside = line.TrimEnd() == "```bash";
            }
            else if (inside && line.EndsWith('\\'))
            {
                begun += line[..^1].Trim() + " ";
            }
            else if (inside && !string.IsNullOrWhiteSpace(line) && !line.StartsWith('#'))
            {
                commands.Add(begun + line.Trim());
                begun = "";
            }
        }

        return commands;
    }
}
