using Plimsoll.Formats.Yaml;

namespace Plimsoll.Deployment.Engines;

/// <summary>One setting of a worker's engine.</summary>
/// <param name="Spelling">How its release spells it.</param>
/// <param name="Value">The value.</param>
/// <param name="Source">Who decided it.</param>
/// <param name="Reason">Why it is what it is, a few words.</param>
public sealed record ChosenArgument(EngineSpelling Spelling, YamlNode Value, ArgumentSource Source, string Reason)
{
    /// <summary>The words on a command line; none where silence says it.</summary>
    public IReadOnlyList<string> Words() => Value switch
    {
        YamlTruth { Value: true } => Spelling.IsTrueUnsaid ? [] : [Spelling.Name],
        YamlTruth => Spelling.NameOfFalse is { } no ? [no] : [],
        YamlList list => [Spelling.Name, .. list.Select(Text)],
        _ => [Spelling.Name, Text(Value)],
    };

    /// <summary>Puts the setting into an engine's YAML at its dotted path.</summary>
    public void WriteTo(YamlMap file)
    {
        var steps = Spelling.Name.Split('.');
        foreach (var step in steps[..^1])
        {
            if (file[step] is not YamlMap inner)
            {
                file.Set(step, inner = []);
            }

            file = inner;
        }

        file.Set(steps[^1], Value is YamlTruth truth && Spelling.IsNegated ? !truth.Value : Value);
    }

    /// <summary>The value as a person writes it.</summary>
    public string Shown => Value is YamlList list ? string.Join(',', list.Select(Text)) : Text(Value);

    private static string Text(YamlNode value) => value is YamlText text ? text.Value : YamlWriter.Write(value).TrimEnd('\n');
}
