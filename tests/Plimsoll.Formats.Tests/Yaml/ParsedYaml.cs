using System.Globalization;
using System.Text.RegularExpressions;
using Plimsoll.Formats.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlNode = Plimsoll.Formats.Yaml.YamlNode;

namespace Plimsoll.Formats.Tests.Yaml;

/// <summary>Reads YAML back with a foreign parser and types plain scalars as the laxest readers do (YAML 1.1 and 1.2 together).</summary>
internal static class ParsedYaml
{
    public static IReadOnlyList<YamlNode> Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => Convert(document.RootNode))];
    }

    private static YamlNode Convert(YamlDotNet.RepresentationModel.YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                var map = new YamlMap();
                foreach (var (key, value) in mapping.Children)
                {
                    var name = Assert.IsType<YamlText>(Convert(key)).Value;
                    map.Add(name, Convert(value));
                }

                return map;
            case YamlSequenceNode sequence:
                return new YamlList(sequence.Children.Select(Convert));
            default:
                var scalar = (YamlScalarNode)node;
                return scalar.Style == ScalarStyle.Plain ? Typed(scalar.Value ?? "") : new YamlText(scalar.Value ?? "");
        }
    }

    private static YamlNode Typed(string plain) => plain switch
    {
        "" or "~" => new YamlNull(),
        _ when Matches("^null$", plain) => new YamlNull(),
        _ when Matches("^(y|yes|on|true)$", plain) => new YamlTruth(true),
        _ when Matches("^(n|no|off|false)$", plain) => new YamlTruth(false),
        _ when Matches("^[-+]?[0-9][0-9_]*$", plain) => new YamlWhole(long.Parse(plain, CultureInfo.InvariantCulture)),
        ".nan" => new YamlReal(double.NaN),
        ".inf" => new YamlReal(double.PositiveInfinity),
        "-.inf" => new YamlReal(double.NegativeInfinity),
        _ when Matches("^[-+]?[0-9]*\\.[0-9]*(e[-+]?[0-9]+)?$", plain) => new YamlReal(double.Parse(plain, CultureInfo.InvariantCulture)),
        _ when Matches("^([-+.0-9]|=$|<<$)", plain) => throw new InvalidDataException($"plain scalar '{plain}' is read differently by different readers"),
        _ => new YamlText(plain),
    };

    private static bool Matches(string pattern, string text) =>
        Regex.IsMatch(text, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
}
