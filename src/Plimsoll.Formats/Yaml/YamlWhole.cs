namespace Plimsoll.Formats.Yaml;

/// <summary>An integer.</summary>
/// <param name="Value">The number.</param>
public sealed record YamlWhole(long Value) : YamlNode;
