using System.Text;
using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Rendering;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;
using Plimsoll.Planning.Requests;

namespace Plimsoll.Cli.Questions;

/// <summary>A planning question as a small YAML file: one line for each key, one nested mapping for the number formats.</summary>
internal static class PlanFile
{
    private const int MaximumBytes = 64 * 1024;
    private static readonly System.Buffers.SearchValues<char> PlainCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-");

    private static readonly HashSet<string> NotText = new(
        ["y", "n", "yes", "no", "on", "off", "true", "false", "null"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Writes a request with every default filled in: reading it asks the same question.</summary>
    public static void Write(PlanRequest request, TextWriter output)
    {
        output.WriteLine("# Asks the same question again: plimsoll default --request plan.yaml");
        string? mapping = null;
        foreach (var key in PlanKeys.All)
        {
            if (key.Write(request) is not { } value)
            {
                continue;
            }

            if (key.Name.Split('.') is [var outer, var inner])
            {
                if (mapping != outer)
                {
                    output.WriteLine($"{outer}:");
                    mapping = outer;
                }

                output.WriteLine($"  {inner}: {Scalar(value)}");
            }
            else
            {
                output.WriteLine($"{key.Name}: {Scalar(value)}");
            }
        }
    }

    /// <summary>Puts the values of a file into <paramref name="values"/> by key; unknown keys and broken YAML are problems.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read at all.</exception>
    public static void Read(string path, List<ValidationError> errors, Dictionary<string, GivenValue> values)
    {
        var name = Path.GetFileName(path);
        foreach (var scalar in FlatYaml.Read(Text(path), name, errors))
        {
            var place = $"{name}:{scalar.Line}: {scalar.Path}";
            values.TryAdd(scalar.Path, new GivenValue(scalar.Value, place));
            if (!PlanKeys.All.Any(key => key.Name == scalar.Path))
            {
                errors.Add(new ValidationError(place, "unknown key", NearestName.Hint(scalar.Path, PlanKeys.All.Select(key => key.Name))));
            }
        }
    }

    private static string Text(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= MaximumBytes
                ? File.ReadAllText(path, Encoding.UTF8)
                : throw new InvalidInputException("--request", $"'{path}' is {length} bytes long; a request has at most {MaximumBytes}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException("--request", $"'{path}' cannot be read: {unreadable.Message}");
        }
    }

    private static string Scalar(object value) => value switch
    {
        string text => IsPlain(text) ? text : Quoted(text),
        double number => Figures.Exact(number),
        int number => Figures.Whole(number),
        bool truth => truth ? "true" : "false",
        _ => throw new ArgumentException($"no YAML for {value.GetType()}", nameof(value)),
    };

    /// <summary>Whether no YAML reader could take the text for anything else, such as a number, a date or a truth value.</summary>
    private static bool IsPlain(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && !text.AsSpan().ContainsAnyExcept(PlainCharacters) && !NotText.Contains(text);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029' or '\ufeff' => quoted.Append($"\\u{(int)character:x4}"),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('"').ToString();
    }
}
