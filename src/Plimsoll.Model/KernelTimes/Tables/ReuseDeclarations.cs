using System.Text;
using Plimsoll.Model.Validation;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>Reads <c>reuse.yaml</c>: which tables of a release are served by which other release.</summary>
internal static class ReuseDeclarations
{
    /// <summary>Pairs of table name (without extension) and donor release, in file order.</summary>
    /// <exception cref="InvalidInputException">The file is no YAML.</exception>
    public static IReadOnlyList<(string Table, string FromVersion)> Parse(byte[] yaml, string path)
    {
        var found = new List<(string, string)>();
        string? key = null, table = null;
        try
        {
            var parser = new Parser(new StringReader(Encoding.UTF8.GetString(yaml)));
            while (parser.MoveNext())
            {
                switch (parser.Current)
                {
                    case MappingStart:
                        (key, table) = (null, null);
                        break;
                    case Scalar scalar when key is null:
                        key = scalar.Value;
                        break;
                    case Scalar scalar:
                        if (key == "table")
                        {
                            table = scalar.Value;
                        }
                        else if (key == "from_version" && table is not null)
                        {
                            found.Add((table, scalar.Value));
                        }

                        key = null;
                        break;
                    case SequenceStart:
                        key = null;
                        break;
                }
            }
        }
        catch (YamlException broken)
        {
            throw new InvalidInputException($"{path}:{broken.Start.Line}", $"is not valid YAML: {broken.Message}");
        }

        return found;
    }
}
