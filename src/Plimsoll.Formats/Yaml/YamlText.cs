namespace Plimsoll.Formats.Yaml;

/// <summary>A string.</summary>
/// <param name="Value">Any text without lone surrogates.</param>
public sealed record YamlText(string Value) : YamlNode;
