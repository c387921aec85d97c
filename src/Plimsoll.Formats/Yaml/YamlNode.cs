namespace Plimsoll.Formats.Yaml;

/// <summary>A YAML value: a mapping, a sequence or a typed scalar. What is text here is text for every reader of the document.</summary>
public abstract record YamlNode
{
    private protected YamlNode()
    {
    }

    /// <summary>Text as a scalar.</summary>
    public static implicit operator YamlNode(string text) => new YamlText(text);

    /// <summary>A whole number as a scalar.</summary>
    public static implicit operator YamlNode(long number) => new YamlWhole(number);

    /// <summary>A number as a scalar.</summary>
    public static implicit operator YamlNode(double number) => new YamlReal(number);

    /// <summary>A truth value as a scalar.</summary>
    public static implicit operator YamlNode(bool truth) => new YamlTruth(truth);
}
