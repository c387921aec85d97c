using System.Text.RegularExpressions;
using Plimsoll.Formats.Yaml;
using Plimsoll.Model.Validation;

namespace Plimsoll.Deployment.Checks;

/// <summary>
/// Holds a document against a structural OpenAPI schema as an API server with strict field validation does: types, unknown and missing
/// fields, enums, bounds, lengths, patterns, <c>anyOf</c> and <c>allOf</c>. Rules in CEL (<c>x-kubernetes-validations</c>) are not evaluated.
/// </summary>
/// <param name="errors">Takes every problem with its path.</param>
internal sealed class SchemaCheck(ICollection<ValidationError> errors)
{
    private static readonly TimeSpan MostPatternTime = TimeSpan.FromSeconds(1);
    private static readonly string[] RootFields = ["apiVersion", "kind", "metadata"];

    /// <summary>A whole document; its <c>apiVersion</c>, <c>kind</c> and <c>metadata</c> are not the schema's.</summary>
    public void Root(YamlMap document, YamlMap schema)
    {
        var own = new YamlMap();
        foreach (var (name, value) in document.Where(field => !RootFields.Contains(field.Key, StringComparer.Ordinal)))
        {
            own.Add(name, value);
        }

        Check(own, schema, "");
    }

    private void Check(YamlNode node, YamlMap schema, string path)
    {
        if (node is YamlNull && schema["nullable"] == true)
        {
            return;
        }

        if (TypeProblem(node, schema) is { } problem)
        {
            Add(path, problem);
            return;
        }

        if (schema["enum"] is YamlList allowed && !allowed.Contains(node))
        {
            Add(path, $"{Shown(node)} is not one of {string.Join(", ", allowed.Select(Shown))}", NearestName.Hint(Shown(node), allowed.Select(Shown)));
        }

        Alternatives(node, schema, path);
        switch (node)
        {
            case YamlMap map: Fields(map, schema, path); break;
            case YamlList list: Items(list, schema, path); break;
            case YamlText text: TextBounds(text.Value, schema, path); break;
            case YamlWhole whole: NumberBounds(whole.Value, schema, path); break;
            case YamlReal real: NumberBounds(real.Value, schema, path); break;
            default: break;
        }
    }

    private static string? TypeProblem(YamlNode node, YamlMap schema)
    {
        if (schema["x-kubernetes-int-or-string"] == true)
        {
            return node is YamlWhole or YamlText ? null : $"{Kind(node)} instead of an integer or a string";
        }

        return schema["type"] is not YamlText { Value: var type } || Fits(node, type) ? null : $"{Kind(node)} instead of {type}";
    }

    private static bool Fits(YamlNode node, string type) => type switch
    {
        "object" => node is YamlMap,
        "array" => node is YamlList,
        "string" => node is YamlText,
        "boolean" => node is YamlTruth,
        "integer" => node is YamlWhole,
        "number" => node is YamlWhole or YamlReal,
        _ => false,
    };

    private void Fields(YamlMap map, YamlMap schema, string path)
    {
        var properties = schema["properties"] as YamlMap;
        var isOpen = schema["x-kubernetes-preserve-unknown-fields"] == true || schema["additionalProperties"] == true;
        foreach (var (name, value) in map)
        {
            var place = Join(path, name);
            if (properties?[name] is YamlMap known)
            {
                Check(value, known, place);
            }
            else if (schema["additionalProperties"] is YamlMap others)
            {
                Check(value, others, place);
            }
            else if (!isOpen && !(schema["x-kubernetes-embedded-resource"] == true && RootFields.Contains(name, StringComparer.Ordinal)))
            {
                Add(place, "unknown field", NearestName.Hint(name, properties?.Keys ?? []));
            }
        }

        foreach (var required in (schema["required"] as YamlList ?? []).OfType<YamlText>().Where(name => map[name.Value] is null))
        {
            if ((properties?[required.Value] as YamlMap)?["default"] is null)
            {
                Add(Join(path, required.Value), "is required");
            }
        }

        Bound(map.Count, "minProperties", "maxProperties", "fields", schema, path);
    }

    private void Items(YamlList list, YamlMap schema, string path)
    {
        if (schema["items"] is YamlMap items)
        {
            for (var i = 0; i < list.Count; i++)
            {
                Check(list[i], items, $"{path}[{i}]");
            }
        }

        Bound(list.Count, "minItems", "maxItems", "items", schema, path);
        if (schema["x-kubernetes-list-map-keys"] is YamlList keys)
        {
            var seen = new HashSet<YamlNode>();
            foreach (var item in list.OfType<YamlMap>().Where(item => !seen.Add(new YamlList(keys.OfType<YamlText>().Select(key => item[key.Value] ?? new YamlNull())))))
            {
                Add(path, $"two items have the same {string.Join(" and ", keys.Select(key => $"{Shown(key)} {Shown(item[Shown(key)] ?? new YamlNull())}"))}");
            }
        }
    }

    private void TextBounds(string text, YamlMap schema, string path)
    {
        Bound(text.Length, "minLength", "maxLength", "characters", schema, path);
        if (schema["pattern"] is YamlText { Value: var pattern } && !Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, MostPatternTime))
        {
            Add(path, $"'{text}' does not match {pattern}");
        }
    }

    private void NumberBounds(double number, YamlMap schema, string path)
    {
        if (Number(schema["minimum"]) is { } least && number < least)
        {
            Add(path, $"{number} is below {least}");
        }

        if (Number(schema["maximum"]) is { } most && number > most)
        {
            Add(path, $"{number} is above {most}");
        }
    }

    private void Bound(int count, string least, string most, string what, YamlMap schema, string path)
    {
        if (Number(schema[least]) is { } fewest && count < fewest)
        {
            Add(path, $"has {count} {what}, at least {fewest} are needed");
        }

        if (Number(schema[most]) is { } highest && count > highest)
        {
            Add(path, $"has {count} {what}, at most {highest} are allowed");
        }
    }

    // Structural schemas state types and fields outside allOf and anyOf; what is inside only narrows values.
    private void Alternatives(YamlNode node, YamlMap schema, string path)
    {
        foreach (var part in (schema["allOf"] as YamlList ?? []).OfType<YamlMap>().Where(part => !Narrows(node, part)))
        {
            Add(path, $"{Shown(node)} breaks a rule of the schema");
        }

        if (schema["anyOf"] is YamlList any && !any.OfType<YamlMap>().Any(part => Narrows(node, part)))
        {
            Add(path, $"{Shown(node)} fits none of {any.Count} alternatives");
        }
    }

    private static bool Narrows(YamlNode node, YamlMap part)
    {
        var problems = new List<ValidationError>();
        var open = new YamlMap { { "x-kubernetes-preserve-unknown-fields", true } };
        foreach (var (name, value) in part)
        {
            open.Set(name, value);
        }

        new SchemaCheck(problems).Check(node, open, "");
        return problems.Count == 0;
    }

    private static double? Number(YamlNode? node) => node switch
    {
        YamlWhole whole => whole.Value,
        YamlReal real => real.Value,
        _ => null,
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Kind(YamlNode node) => node switch
    {
        YamlMap => "a mapping",
        YamlList => "a list",
        YamlText => $"the string \"{Shown(node)}\"",
        YamlTruth => $"the truth value {Shown(node)}",
        YamlNull => "null",
        _ => $"the number {Shown(node)}",
    };

    private static string Shown(YamlNode node) => node is YamlText text ? text.Value : YamlWriter.Write(node).TrimEnd('\n');

    private void Add(string path, string message, string? hint = null) => errors.Add(new ValidationError(path, message, hint));
}
