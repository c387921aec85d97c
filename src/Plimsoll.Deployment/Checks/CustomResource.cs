using Plimsoll.Formats.Yaml;
using Plimsoll.Model.Validation;

namespace Plimsoll.Deployment.Checks;

/// <summary>A custom resource that a cluster knows: its kind and the schema of each of its versions.</summary>
/// <param name="Kind">The kind, e.g. <c>DynamoGraphDeployment</c>.</param>
/// <param name="Group">The API group.</param>
/// <param name="Versions">The structural schema of each served version.</param>
public sealed record CustomResource(string Kind, string Group, IReadOnlyDictionary<string, YamlMap> Versions)
{
    /// <summary>Reads the CustomResourceDefinitions of a file.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="source">The file's name, for errors.</param>
    /// <exception cref="InvalidInputException">The text is not YAML, or holds anything else.</exception>
    public static IReadOnlyList<CustomResource> Read(string text, string source) =>
        [.. YamlDocuments.Read(text, source).Select(document => Read(document, source))];

    /// <summary>All problems of a document of this kind, each with its path.</summary>
    public IReadOnlyList<ValidationError> Check(YamlMap document)
    {
        var errors = new List<ValidationError>();
        var (group, version) = document["apiVersion"] is YamlText { Value: var text } && text.Split('/') is [var g, var v] ? (g, v) : ("", "");
        if (group != Group || !Versions.TryGetValue(version, out var schema))
        {
            var known = string.Join(", ", Versions.Keys.Select(name => $"{Group}/{name}"));
            errors.Add(new ValidationError("apiVersion", $"the cluster knows {Kind} as {known} only"));
            return errors;
        }

        new SchemaCheck(errors).Root(document, schema);
        return errors;
    }

    private static CustomResource Read(YamlNode document, string source)
    {
        if (document is not YamlMap map || map["kind"] != "CustomResourceDefinition"
            || map["spec"] is not YamlMap spec || spec["group"] is not YamlText group
            || spec["names"] is not YamlMap names || names["kind"] is not YamlText kind || spec["versions"] is not YamlList versions)
        {
            throw new InvalidInputException(source, "is not a CustomResourceDefinition");
        }

        var schemas = new Dictionary<string, YamlMap>(StringComparer.Ordinal);
        foreach (var version in versions.OfType<YamlMap>())
        {
            if (version["name"] is YamlText name && version["served"] == true && version["schema"] is YamlMap schema && schema["openAPIV3Schema"] is YamlMap root)
            {
                schemas[name.Value] = root;
            }
        }

        return new CustomResource(kind.Value, group.Value, schemas);
    }
}
