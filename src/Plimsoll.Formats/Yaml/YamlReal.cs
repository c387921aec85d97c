namespace Plimsoll.Formats.Yaml;

/// <summary>A floating-point number; written so that no reader takes it for an integer.</summary>
/// <param name="Value">The number.</param>
public sealed record YamlReal(double Value) : YamlNode;
