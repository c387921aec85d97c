namespace Plimsoll.Formats.Yaml;

/// <summary>True or false.</summary>
/// <param name="Value">The truth.</param>
public sealed record YamlTruth(bool Value) : YamlNode;
