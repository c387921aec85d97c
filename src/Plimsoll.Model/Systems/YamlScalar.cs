namespace Plimsoll.Model.Systems;

/// <summary>A scalar of a YAML document under its dotted key path.</summary>
/// <param name="Path">Keys from the root, joined by dots, e.g. <c>gpu.mem_bw</c>.</param>
/// <param name="Value">The text of the scalar.</param>
/// <param name="Line">The one-based line on which the value stands.</param>
public readonly record struct YamlScalar(string Path, string Value, long Line);
