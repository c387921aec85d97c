using System.Text;
using Plimsoll.Model.Validation;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>Reads <c>reuse.yaml</c>: which tables of a release are served by which other release.</summary>
internal static class ReuseDeclarations
{
    private const int MaximumBytes = 1024 * 1024;

    /// <summary>Pairs of table name (without extension) and donor release, in file order.</summary>
    /// <exception cref="InvalidInputException">The file is too long or no YAML.</exception>
    public static IReadOnlyList<(string Table, string FromVersion)> Parse(byte[] yaml, string path)
    {
        if (yaml.Length > MaximumBytes)
        {
            throw new InvalidInputException(path, $"is {yaml.Length} bytes long; a reuse file has at most {MaximumBytes}");
        }

        try
        {
            return Read(new Parser(new StringReader(Encoding.UTF8.GetString(yaml))));
        }
        catch (YamlException broken)
        {
            throw new InvalidInputException($"{path}:{broken.Start.Line}", $"is not valid YAML: {broken.Message}");
        }
        // The scanner answers some malformed texts with exceptions of its own internals.
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidInputException(path, "is not valid YAML");
        }
    }

    // Every mapping that names a table and a donor declares, wherever it stands; scalars of plain lists are neither key nor value.
    private static List<(string Table, string FromVersion)> Read(Parser parser)
    {
        var found = new List<(string, string)>();
        var isMapping = new Stack<bool>();
        string? key = null, table = null, from = null;
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case MappingStart or SequenceStart:
                    isMapping.Push(parser.Current is MappingStart);
                    (key, table, from) = (null, null, null);
                    break;
                case MappingEnd or SequenceEnd:
                    if (table is not null && from is not null)
                    {
                        found.Add((table, from));
                    }

                    isMapping.Pop();
                    (key, table, from) = (null, null, null);
                    break;
                case Scalar scalar when isMapping.TryPeek(out var inMapping) && inMapping && key is null:
                    key = scalar.Value;
                    break;
                case Scalar scalar:
                    table = key == "table" ? scalar.Value : table;
                    from = key == "from_version" ? scalar.Value : from;
                    key = null;
                    break;
                case AnchorAlias:
                    key = null;
                    break;
            }
        }

        return found;
    }
}
