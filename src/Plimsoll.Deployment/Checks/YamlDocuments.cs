using System.Buffers;
using System.Globalization;
using Plimsoll.Formats.Yaml;
using Plimsoll.Model.Validation;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Plimsoll.Deployment.Checks;

/// <summary>
/// Reads YAML documents into nodes with the types that a Kubernetes API server sees. Works on parser events; aliases, which can blow a
/// document up, and unbounded depth are refused.
/// </summary>
public static class YamlDocuments
{
    private const int MaximumDepth = 64;
    private const int MaximumNodes = 1_000_000;
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.eE+-");

    /// <summary>All documents of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What the text is, for errors.</param>
    /// <exception cref="InvalidInputException">The text is not YAML, or uses what is refused.</exception>
    public static IReadOnlyList<YamlNode> Read(string text, string source)
    {
        try
        {
            return ReadAll(new Parser(new StringReader(text)), source);
        }
        catch (YamlException broken)
        {
            throw new InvalidInputException($"{source}:{broken.Start.Line}", $"is not valid YAML: {broken.Message}");
        }
        // The scanner answers some malformed texts with exceptions of its own internals.
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidInputException(source, "is not valid YAML");
        }
    }

    private static List<YamlNode> ReadAll(Parser parser, string source)
    {
        var documents = new List<YamlNode>();
        var nodes = 0;
        while (parser.MoveNext())
        {
            if (parser.Current is DocumentStart)
            {
                parser.MoveNext();
                documents.Add(ReadNode(parser, source, 0, ref nodes));
            }
        }

        return documents;
    }

    private static YamlNode ReadNode(Parser parser, string source, int depth, ref int nodes)
    {
        var current = parser.Current!;
        if (depth > MaximumDepth || ++nodes > MaximumNodes)
        {
            throw new InvalidInputException($"{source}:{current.Start.Line}", depth > MaximumDepth ? $"nests deeper than {MaximumDepth} levels" : $"has more than {MaximumNodes} values");
        }

        switch (current)
        {
            case MappingStart:
                var map = new YamlMap();
                while (parser.MoveNext() && parser.Current is not MappingEnd)
                {
                    if (parser.Current is not Scalar key)
                    {
                        throw new InvalidInputException($"{source}:{parser.Current!.Start.Line}", "a key is not text");
                    }

                    if (map[key.Value] is not null)
                    {
                        throw new InvalidInputException($"{source}:{key.Start.Line}", $"key '{key.Value}' is given twice");
                    }

                    parser.MoveNext();
                    map.Add(key.Value, ReadNode(parser, source, depth + 1, ref nodes));
                }

                return map;
            case SequenceStart:
                var list = new YamlList();
                while (parser.MoveNext() && parser.Current is not SequenceEnd)
                {
                    list.Add(ReadNode(parser, source, depth + 1, ref nodes));
                }

                return list;
            case Scalar scalar:
                return scalar.Style == ScalarStyle.Plain ? Typed(scalar.Value) : new YamlText(scalar.Value);
            default:
                throw new InvalidInputException($"{source}:{current.Start.Line}", "aliases are refused");
        }
    }

    // What the YAML reader of Kubernetes' API machinery makes of plain scalars: YAML 1.2's types, and the truth values of 1.1.
    private static YamlNode Typed(string plain) => plain switch
    {
        "" or "~" or "null" or "Null" or "NULL" => new YamlNull(),
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "y" or "Y" => true,
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "n" or "N" => false,
        _ when long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ when !plain.AsSpan().ContainsAnyExcept(OfNumbers) && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) => real,
        _ => new YamlText(plain),
    };
}
