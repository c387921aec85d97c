using System.Text.Json;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>
/// An object of a configuration with typed, checked access to its keys. A refused value is noted with its JSON path and
/// answered as if absent, so that one reading reports every problem. <c>null</c> counts as absent, as in Python.
/// </summary>
internal sealed class ConfigFields(JsonElement element, string path, string source, List<ValidationError> errors)
{
    // More than one entry per layer and expert of any known model.
    private const int MaximumElements = 100_000;

    // Problems beyond these are of the same kinds, one per layer of a broken list.
    private const int MaximumErrors = 100;

    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    /// <summary>All problems found so far, shared by all objects of one reading.</summary>
    public List<ValidationError> Errors => errors;

    /// <summary>Whether the value of a key was refused, so that nothing follows from what was read in its place.</summary>
    public bool WasRefused(string key) => _refused.Contains(key);

    /// <summary>Whether a key is present with a value other than null.</summary>
    public bool Has(string key) => TryGet(key, out _);

    /// <summary>The first present of some alternative keys as a whole number from 0 to <paramref name="maximum"/>.</summary>
    public int? Whole(int maximum, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (!TryGet(key, out var value))
            {
                continue;
            }

            if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
                && number >= 0 && number <= maximum && number == Math.Floor(number))
            {
                return (int)number;
            }

            Refuse(key, $"must be a whole number from 0 to {maximum}, not {Excerpt(value)}");
            return null;
        }

        return null;
    }

    /// <summary>Like <see cref="Whole"/> for a count that must be present (unless a default is given) and at least 1.</summary>
    public int Count(int maximum, int? fallback, params ReadOnlySpan<string> keys)
    {
        var count = Whole(maximum, keys);
        if (count == 0)
        {
            Refuse(Present(keys), "must be at least 1");
        }
        else if (count is null && fallback is null && !_refused.Contains(Present(keys)))
        {
            Refuse(keys[0], "is missing");
        }

        return count is null or 0 ? fallback ?? 1 : count.Value;
    }

    /// <summary>A finite number, or null when absent.</summary>
    public double? Number(string key)
    {
        if (!TryGet(key, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number))
        {
            return number;
        }

        Refuse(key, $"must be a number, not {Excerpt(value)}");
        return null;
    }

    /// <summary>A truth value, or null when absent.</summary>
    public bool? Flag(string key)
    {
        if (!TryGet(key, out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Refuse(key, $"must be true or false, not {Excerpt(value)}");
        return null;
    }

    /// <summary>A text, or null when absent.</summary>
    public string? Text(string key)
    {
        if (!TryGet(key, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        Refuse(key, $"must be a text, not {Excerpt(value)}");
        return null;
    }

    /// <summary>The kind of the value of a key; <see cref="JsonValueKind.Undefined"/> when absent.</summary>
    public JsonValueKind KindOf(string key) => TryGet(key, out var value) ? value.ValueKind : JsonValueKind.Undefined;

    /// <summary>A nested object, or null when absent.</summary>
    public ConfigFields? Object(string key)
    {
        if (!TryGet(key, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return Nested(value, key);
        }

        Refuse(key, $"must be an object, not {Excerpt(value)}");
        return null;
    }

    /// <summary>The nested objects of an array, or null when absent.</summary>
    public IReadOnlyList<ConfigFields>? Objects(string key) => List(
        key, JsonValueKind.Object, "objects", (item, index) => Nested(item, $"{key}[{index}]"));

    /// <summary>The texts of an array, or null when absent.</summary>
    public IReadOnlyList<string>? Texts(string key) => List(
        key, JsonValueKind.String, "texts", (item, _) => item.GetString()!);

    /// <summary>The whole numbers of an array (numbers that do not fit an int count as -1), or null when absent.</summary>
    public IReadOnlyList<int>? Integers(string key) => List(
        key, JsonValueKind.Number, "whole numbers", (item, _) => item.TryGetInt32(out var number) ? number : -1);

    /// <summary>The keys of this object whose values are objects, with them.</summary>
    public IEnumerable<(string Key, ConfigFields Value)> NestedObjects()
    {
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                yield return (property.Name, Nested(property.Value, property.Name));
            }
        }
    }

    /// <summary>Notes a problem of a key.</summary>
    public void Refuse(string key, string message, string? hint = null)
    {
        _refused.Add(key);
        var error = new ValidationError($"{source}: {(path.Length == 0 ? key : $"{path}.{key}")}", message, hint);
        if (errors.Count < MaximumErrors && !errors.Contains(error))
        {
            errors.Add(error);
        }
    }

    private List<T>? List<T>(string key, JsonValueKind kind, string what, Func<JsonElement, int, T> convert)
    {
        if (!TryGet(key, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MaximumElements)
        {
            Refuse(key, $"must be an array of at most {MaximumElements} {what}");
            return null;
        }

        var items = new List<T>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != kind)
            {
                Refuse($"{key}[{items.Count}]", $"must be one of several {what}, not {Excerpt(item)}");
                return null;
            }

            items.Add(convert(item, items.Count));
        }

        return items;
    }

    private ConfigFields Nested(JsonElement value, string key) =>
        new(value, path.Length == 0 ? key : $"{path}.{key}", source, errors);

    private bool TryGet(string key, out JsonElement value) =>
        element.TryGetProperty(key, out value) && value.ValueKind != JsonValueKind.Null;

    private string Present(ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (Has(key))
            {
                return key;
            }
        }

        return keys[0];
    }

    private static string Excerpt(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 40 ? text : text[..40] + "…";
    }
}
