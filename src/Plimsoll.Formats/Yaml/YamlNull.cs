namespace Plimsoll.Formats.Yaml;

/// <summary>Null.</summary>
public sealed record YamlNull : YamlNode;
