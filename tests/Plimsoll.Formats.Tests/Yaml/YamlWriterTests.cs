using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Formats.Yaml;
using Plimsoll.Testing;

namespace Plimsoll.Formats.Tests.Yaml;

/// <summary>Documents keep their order, their text and the type of every scalar.</summary>
public sealed class YamlWriterTests
{
    private static readonly string[] Awkward =
    [
        "", "2", "0x1F", "1e3", "1_000", "on", "Yes", "NULL", "~", "2024-01-01", "12:30:45", "0.92", ".5", "-", "- a", "a: b", "a #b", "#", "&a", "*a",
        "!t", "|", ">", "%", "@", "`", "{}", "[]", "\"", "'", "\\", " lead", "trail ", "tab\t", "\n", "a\n", "a\nb", "a\n\nb\n", " a\nb", "a\n \nb", "a\r\nb",
        "\u0085", "\u2028", "\ufeff", "😀", "日本語", "a/b", "/", "<<", "=", "tp2pp1", "--flag", "---", "...", "a\n\n", "é\nü\n", "😀\nx", "a\n  b\n", "\t\na",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Elements(Awkward),
        ArbMap.Default.GeneratorFor<string?>().Select(text => text ?? "").Where(IsWellFormed));

    [Fact]
    public void Any_tree_reads_back_equal_with_its_types_and_its_order() =>
        Properties.Check(Tree(4), tree => ParsedYaml.Read(YamlWriter.Write(tree)).SequenceEqual([tree]), tests: 1000);

    [Fact]
    public void Several_documents_read_back_in_order() =>
        Properties.Check(Tree(2).Two(), pair => ParsedYaml.Read(YamlWriter.Write(pair.Item1, pair.Item2)).SequenceEqual([pair.Item1, pair.Item2]));

    [Theory]
    [InlineData("2", "\"2\"\n")]
    [InlineData("true", "\"true\"\n")]
    [InlineData("off", "\"off\"\n")]
    [InlineData("1e3", "\"1e3\"\n")]
    [InlineData("2024-01-01", "\"2024-01-01\"\n")]
    [InlineData("--model", "\"--model\"\n")]
    [InlineData("Qwen/Qwen3-32B-FP8", "Qwen/Qwen3-32B-FP8\n")]
    [InlineData("a\nb\n", "|\n  a\n  b\n")]
    [InlineData("a\nb", "|-\n  a\n  b\n")]
    public void Text_is_quoted_when_it_could_be_anything_else(string text, string yaml) => Assert.Equal(yaml, YamlWriter.Write(text));

    [Fact]
    public void Mappings_and_sequences_are_written_in_block_style()
    {
        var document = new YamlMap
        {
            { "gpu", "2" },
            { "left out", null },
            { "count", 2 },
            { "share", 1.0 },
            { "empty", new YamlMap() },
            { "steps", new YamlList { new YamlMap { { "name", "a" }, { "env", new YamlList { "x" } } }, new YamlList { 1, 2 } } },
        };

        Assert.Equal("gpu: \"2\"\ncount: 2\nshare: 1.0\nempty: {}\nsteps:\n- name: a\n  env:\n  - x\n- - 1\n  - 2\n", YamlWriter.Write(document));
    }

    [Fact]
    public void A_lone_surrogate_and_an_endless_key_are_refused()
    {
        Assert.Throws<ArgumentException>(() => YamlWriter.Write("\ud83d"));
        Assert.Throws<ArgumentException>(() => YamlWriter.Write(new YamlMap { { new string('k', 2000), 1 } }));
    }

    private static Gen<YamlNode> Tree(int depth)
    {
        var scalar = Gen.OneOf<YamlNode>(
            Text.Select(text => (YamlNode)text),
            ArbMap.Default.GeneratorFor<long>().Select(number => (YamlNode)number),
            ArbMap.Default.GeneratorFor<double>().Where(number => !double.IsNaN(number)).Select(number => (YamlNode)number),
            ArbMap.Default.GeneratorFor<bool>().Select(truth => (YamlNode)truth),
            Gen.Constant<YamlNode>(new YamlNull()));
        if (depth == 0)
        {
            return scalar;
        }

        var few = Gen.Choose(0, 4);
        var list = few.SelectMany(count => Tree(depth - 1).ListOf(count)).Select(items => (YamlNode)new YamlList(items));
        var map = few.SelectMany(count => Text.ListOf(count)).SelectMany(keys =>
            Tree(depth - 1).ListOf(keys.Count).Select(values => Map(keys, values)));
        return Gen.OneOf(scalar, list, map);
    }

    private static YamlNode Map(IReadOnlyList<string> keys, IReadOnlyList<YamlNode> values)
    {
        var map = new YamlMap();
        for (var i = 0; i < keys.Count; i++)
        {
            map.Set(keys[i], values[i]);
        }

        return map;
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (!char.IsSurrogatePair(text, i))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
