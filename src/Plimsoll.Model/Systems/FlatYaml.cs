using Plimsoll.Model.Validation;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Plimsoll.Model.Systems;

/// <summary>
/// Reads a YAML document of nested mappings as a flat list of scalars. Works on parser events, so nothing is reflected over
/// and aliases (which can blow a document up) are refused rather than expanded.
/// </summary>
public static class FlatYaml
{
    private const int MaximumDepth = 8;
    private const int MaximumScalars = 4096;

    /// <summary>All scalars in document order; what cannot be read is added to <paramref name="errors"/> under <paramref name="source"/>.</summary>
    public static List<YamlScalar> Read(string text, string source, List<ValidationError> errors)
    {
        var scalars = new List<YamlScalar>();
        try
        {
            ReadDocument(new Parser(new StringReader(text)), scalars, source, errors);
        }
        catch (YamlException broken)
        {
            errors.Add(new ValidationError($"{source}:{broken.Start.Line}", $"is not valid YAML: {broken.Message}"));
        }
        // The scanner answers some malformed texts with exceptions of its own internals.
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            errors.Add(new ValidationError(source, "is not valid YAML"));
        }

        return scalars;
    }

    private static void ReadDocument(Parser parser, List<YamlScalar> scalars, string source, List<ValidationError> errors)
    {
        var path = new Stack<string>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        string? key = null;
        var documents = 0;
        while (parser.MoveNext())
        {
            var line = parser.Current!.Start.Line;
            switch (parser.Current)
            {
                case DocumentStart when ++documents > 1:
                    errors.Add(new ValidationError($"{source}:{line}", "holds more than one YAML document"));
                    return;
                case MappingStart when path.Count >= MaximumDepth:
                    errors.Add(new ValidationError($"{source}:{line}", $"nests deeper than {MaximumDepth} levels"));
                    return;
                case MappingStart when key is not null || path.Count == 0:
                    path.Push(key is null ? "" : Join(path, key));
                    key = null;
                    break;
                case MappingEnd:
                    path.Pop();
                    break;
                case Scalar name when key is null && path.Count > 0:
                    key = name.Value;
                    if (!keys.Add(Join(path, key)))
                    {
                        errors.Add(new ValidationError($"{source}:{line}: {Join(path, key)}", "stands twice"));
                    }

                    break;
                case Scalar when scalars.Count >= MaximumScalars:
                    errors.Add(new ValidationError($"{source}:{line}", $"has more than {MaximumScalars} values"));
                    return;
                case Scalar value when key is not null:
                    scalars.Add(new YamlScalar(Join(path, key), value.Value, line));
                    key = null;
                    break;
                case Scalar or MappingStart or SequenceStart or AnchorAlias:
                    errors.Add(new ValidationError($"{source}:{line}", "must be a mapping of keys to values, without lists or aliases"));
                    return;
            }
        }
    }

    private static string Join(Stack<string> path, string key) => path.Peek() is "" ? key : $"{path.Peek()}.{key}";
}
