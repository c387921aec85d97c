using System.Text.Json;
using Plimsoll.Model.Validation;

namespace Plimsoll.Profiling.Measurements.Json;

/// <summary>
/// The fields of one JSON object of a measurement file. A missing or wrong field is a problem that names file and key; fields that are not
/// asked for are the writer's own business.
/// </summary>
internal sealed class JsonFields(JsonElement element, string place, ICollection<ValidationError> errors)
{
    /// <summary>Where the object stands, for errors.</summary>
    public string Place => place;

    /// <summary>Receives every problem.</summary>
    public ICollection<ValidationError> Errors => errors;

    /// <summary>Whether there is such a field with a value.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A text; a problem when it is missing.</summary>
    public string Text(string name) => OptionalText(name) ?? Missing<string>(name, "") ?? "";

    /// <summary>A text, or null when the field is absent.</summary>
    public string? OptionalText(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => Wrong<string>(name, "text", other),
    };

    /// <summary>A number of at least <paramref name="least"/>; a problem when it is missing.</summary>
    public double Number(string name, double least = 0) =>
        Has(name) ? OptionalNumber(name, least) ?? least : Missing(name, least);

    /// <summary>A finite number, written as such or as text, or null when the field is absent.</summary>
    public double? OptionalNumber(string name, double least = 0)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (JsonNumber.TryRead(value, out var number) && number >= least)
        {
            return number;
        }

        Wrong<string>(name, $"a number of at least {least}", value);
        return null;
    }

    /// <summary>A whole number of at least <paramref name="least"/>; a problem when it is missing.</summary>
    public int Integer(string name, int least = 1) => Has(name) ? OptionalInteger(name, least) ?? least : Missing(name, least);

    /// <summary>A whole number, or null when the field is absent.</summary>
    public int? OptionalInteger(string name, int least = 1)
    {
        if (OptionalNumber(name, double.NegativeInfinity) is not { } number)
        {
            return null;
        }

        if (number == Math.Floor(number) && number >= least && number <= int.MaxValue)
        {
            return (int)number;
        }

        Wrong<string>(name, $"a whole number of at least {least}", Find(name)!.Value);
        return null;
    }

    /// <summary>The fields of an object inside; a problem when it is missing.</summary>
    public JsonFields? Object(string name)
    {
        var inner = OptionalObject(name);
        return inner is null && !Has(name) ? Missing<JsonFields>(name, null) : inner;
    }

    /// <summary>The fields of an object inside, or null when the field is absent.</summary>
    public JsonFields? OptionalObject(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } inner => new JsonFields(inner, $"{place}, {name}", errors),
        { } other => Wrong<JsonFields>(name, "an object", other),
    };

    /// <summary>The names and objects of an object of objects; empty when the field is absent.</summary>
    public IEnumerable<(string Name, JsonFields Fields)> Objects(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Object } inner
            ? inner.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Object)
                .Select(property => (property.Name, new JsonFields(property.Value, $"{place}, {name}.{property.Name}", errors)))
            : [];

    /// <summary>The objects of a list; empty when the field is absent.</summary>
    public IEnumerable<JsonFields> List(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select((item, index) => new JsonFields(item, $"{place}, {name}[{index}]", errors))
            : [];

    /// <summary>The texts of a list; empty when the field is absent.</summary>
    public IReadOnlyList<string> Texts(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())],
        { } other => Wrong<IReadOnlyList<string>>(name, "a list of texts", other) ?? [],
    };

    /// <summary>The numbers of a list; a problem when the field is absent or one of its items is none.</summary>
    public IReadOnlyList<double> Numbers(string name)
    {
        if (Find(name) is not { ValueKind: JsonValueKind.Array } list)
        {
            return Missing<IReadOnlyList<double>>(name, null) ?? [];
        }

        var numbers = new List<double>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            if (!JsonNumber.TryRead(item, out var number) || number < 0)
            {
                Wrong<string>($"{name}[{numbers.Count}]", "a number of at least 0", item);
                return numbers;
            }

            numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>Adds a problem of a field.</summary>
    public void Refuse(string name, string message, string? hint = null) => errors.Add(new ValidationError($"{place}, {name}", message, hint));

    private T? Missing<T>(string name, T? otherwise)
    {
        Refuse(name, "is missing");
        return otherwise;
    }

    private T? Wrong<T>(string name, string wanted, JsonElement found)
        where T : class
    {
        var text = found.GetRawText();
        Refuse(name, $"{(text.Length > 40 ? text[..40] + "…" : text)} is not {wanted}");
        return null;
    }

    private JsonElement? Find(string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;
}
