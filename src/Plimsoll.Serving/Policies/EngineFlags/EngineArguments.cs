using System.Text;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Validation;

namespace Plimsoll.Serving.Policies.EngineFlags;

/// <summary>Reads real launch flags: <c>--max-num-batched-tokens 2048 --gpu-memory-utilization=0.17</c>.</summary>
public static class EngineArguments
{
    /// <summary>The flags of a backend that are known.</summary>
    public static IReadOnlyList<EngineFlag> Of(BackendKind backend) => backend switch
    {
        BackendKind.Vllm => VllmFlags.All,
        BackendKind.Sglang => SglangFlags.All,
        _ => TensorRtLlmFlags.All,
    };

    /// <summary>What the flags change; where two concern the same, the one further down its backend's table wins.</summary>
    /// <param name="backend">Whose flags they are.</param>
    /// <param name="text">The flags as on a command line; quotes hold words together, underscores in names are dashes.</param>
    /// <param name="path">Where the text was given.</param>
    /// <param name="errors">Takes unknown flags, with the nearest one, wrong values, and flags that would change the answer but are not simulated.</param>
    /// <param name="notes">Takes a sentence for each flag that makes no difference.</param>
    public static EngineSettings Read(BackendKind backend, string text, string path, ICollection<ValidationError> errors, ICollection<string> notes)
    {
        var known = Of(backend);
        var words = Words(text);
        var taken = new SortedList<int, string?>();
        for (var i = 0; i < words.Count; i++)
        {
            var (name, value) = Split(words[i]);
            if (!name.StartsWith('-'))
            {
                errors.Add(new ValidationError(path, $"'{words[i]}' belongs to no flag"));
                continue;
            }

            var row = known.ToList().FindIndex(f => f.Spellings.Contains(name, StringComparer.Ordinal));
            var flag = row < 0 ? null : known[row];
            while (flag is not { IsSwitch: true } && (value is null || flag is { IsList: true }) && i + 1 < words.Count && !IsFlag(words[i + 1]))
            {
                value = value is null ? words[++i] : $"{value} {words[++i]}";
            }

            if (flag is null)
            {
                var hint = NearestName.Hint(name, known.SelectMany(f => f.Spellings));
                errors.Add(new ValidationError(path, $"{backend.Name()} has no flag '{name}' that is known here", hint));
            }
            else if (!taken.TryAdd(row, value))
            {
                errors.Add(new ValidationError(path, $"{flag.Name} is given more than once"));
            }
        }

        return taken.Aggregate(EngineSettings.Defaults, (settings, row) => Take(known[row.Key], row.Value, path, settings, errors, notes));
    }

    private static EngineSettings Take(
        EngineFlag flag, string? value, string path, EngineSettings settings, ICollection<ValidationError> errors, ICollection<string> notes)
    {
        if (flag.Refused is { } reason)
        {
            errors.Add(new ValidationError(path, $"{flag.Name}: {reason}"));
        }
        else if (flag.IsSwitch && value is not null)
        {
            errors.Add(new ValidationError(path, $"{flag.Name} takes no value, not '{value}'"));
        }
        else if (!flag.IsSwitch && value is null)
        {
            errors.Add(new ValidationError(path, $"{flag.Name} needs a value"));
        }
        else if (flag.WithoutEffect is { } difference)
        {
            notes.Add($"engine flag {flag.Name} has no effect on the simulation: {difference}");
        }
        else if (flag.Apply!(settings, value ?? "") is { } changed)
        {
            return changed;
        }
        else
        {
            errors.Add(new ValidationError(path, $"{flag.Name}: '{value}' is not {flag.Expected}"));
        }

        return settings;
    }

    private static bool IsFlag(string word) => word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]);

    private static (string Name, string? Value) Split(string word)
    {
        var equals = word.StartsWith('-') ? word.IndexOf('=', StringComparison.Ordinal) : -1;
        var name = equals < 0 ? word : word[..equals];
        return (name.StartsWith("--", StringComparison.Ordinal) ? name.Replace('_', '-') : name, equals < 0 ? null : word[(equals + 1)..]);
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quote, isOpen) = ('\0', false);
        foreach (var character in text)
        {
            if (quote != '\0' ? character == quote : character is '"' or '\'')
            {
                (quote, isOpen) = (quote == '\0' ? character : '\0', true);
            }
            else if (quote == '\0' && char.IsWhiteSpace(character))
            {
                if (isOpen)
                {
                    words.Add(word.ToString());
                }

                word.Clear();
                isOpen = false;
            }
            else
            {
                word.Append(character);
                isOpen = true;
            }
        }

        if (isOpen)
        {
            words.Add(word.ToString());
        }

        return words;
    }
}
