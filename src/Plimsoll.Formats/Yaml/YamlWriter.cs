namespace Plimsoll.Formats.Yaml;

/// <summary>
/// Writes documents in block style: keys in their order, two spaces a level, sequences at the level of their key, text of several lines
/// under <c>|</c>. A scalar keeps its type in every reader: text that looks like anything else is quoted.
/// </summary>
public static class YamlWriter
{
    private const int LongestKey = 1000; // YAML allows 1,024 characters before the colon

    /// <summary>One document, or several set apart by <c>---</c>; lines end with a line feed.</summary>
    /// <exception cref="ArgumentException">A text holds a lone surrogate, or a key is too long for YAML.</exception>
    public static string Write(params ReadOnlySpan<YamlNode> documents)
    {
        using var output = new StringWriter { NewLine = "\n" };
        for (var i = 0; i < documents.Length; i++)
        {
            if (i > 0)
            {
                output.WriteLine("---");
            }

            WriteRoot(documents[i], output);
        }

        return output.ToString();
    }

    private static void WriteRoot(YamlNode node, StringWriter output)
    {
        switch (node)
        {
            case YamlMap { Count: > 0 } map: WriteEntries(map, 0, isFirstInline: false, output); break;
            case YamlList { Count: > 0 } list: WriteItems(list, 0, isFirstInline: false, output); break;
            default: WriteLeaf(node, 1, output); break;
        }
    }

    private static void WriteEntries(YamlMap map, int level, bool isFirstInline, StringWriter output)
    {
        foreach (var (key, value) in map)
        {
            Indent(isFirstInline ? 0 : level, output);
            isFirstInline = false;
            var name = YamlScalars.Text(key);
            if (name.Length > LongestKey)
            {
                throw new ArgumentException($"a key of {name.Length} characters has no YAML", nameof(map));
            }

            output.Write(name);
            output.Write(':');
            switch (value)
            {
                case YamlMap { Count: > 0 } inner:
                    output.WriteLine();
                    WriteEntries(inner, level + 1, isFirstInline: false, output);
                    break;
                case YamlList { Count: > 0 } inner:
                    output.WriteLine();
                    WriteItems(inner, level, isFirstInline: false, output);
                    break;
                default:
                    output.Write(' ');
                    WriteLeaf(value, level + 1, output);
                    break;
            }
        }
    }

    private static void WriteItems(YamlList list, int level, bool isFirstInline, StringWriter output)
    {
        foreach (var item in list)
        {
            Indent(isFirstInline ? 0 : level, output);
            isFirstInline = false;
            output.Write("- ");
            switch (item)
            {
                case YamlMap { Count: > 0 } inner: WriteEntries(inner, level + 1, isFirstInline: true, output); break;
                case YamlList { Count: > 0 } inner: WriteItems(inner, level + 1, isFirstInline: true, output); break;
                default: WriteLeaf(item, level + 1, output); break;
            }
        }
    }

    private static void WriteLeaf(YamlNode node, int level, StringWriter output)
    {
        if (node is YamlText { Value: var text } && YamlScalars.IsLiteral(text))
        {
            WriteLiteral(text, level, output);
            return;
        }

        output.WriteLine(node switch
        {
            YamlMap => "{}",
            YamlList => "[]",
            YamlText scalar => YamlScalars.Text(scalar.Value),
            YamlWhole scalar => YamlScalars.Whole(scalar.Value),
            YamlReal scalar => YamlScalars.Real(scalar.Value),
            YamlTruth scalar => scalar.Value ? "true" : "false",
            _ => "null",
        });
    }

    private static void WriteLiteral(string text, int level, StringWriter output)
    {
        var endsLine = text[^1] == '\n';
        output.WriteLine(endsLine ? "|" : "|-");
        foreach (var line in (endsLine ? text[..^1] : text).Split('\n'))
        {
            Indent(line.Length == 0 ? 0 : level, output);
            output.WriteLine(line);
        }
    }

    private static void Indent(int level, StringWriter output)
    {
        for (var i = 0; i < level; i++)
        {
            output.Write("  ");
        }
    }
}
