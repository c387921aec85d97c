using System.Globalization;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Calibrations;

/// <summary>Reads a calibration from YAML: <c>terms</c> and <c>factors</c> with <c>value</c>, <c>unit</c> and <c>source</c> each.</summary>
public static class CalibrationReader
{
    private const string FormatKey = "calibration";
    private const string Format = "1";
    private const int MaximumBytes = 256 * 1024;
    private static readonly string[] Heads = [FormatKey, "backend", "from", "source", "terms", "factors", "errors"];
    private static readonly string[] Leaves = ["value", "unit", "source"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidInputException">It cannot be read or is no valid calibration; every problem is named.</exception>
    public static CalibrationDocument ReadFile(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= MaximumBytes
                ? Read(File.ReadAllText(path), Path.GetFileName(path))
                : throw new InvalidInputException("--calibration", $"'{path}' is {length} bytes long; a calibration has at most {MaximumBytes}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException("--calibration", $"'{path}' cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>Reads a document.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="name">Its name in error messages.</param>
    /// <exception cref="InvalidInputException">It is no valid calibration; every problem is named.</exception>
    public static CalibrationDocument Read(string text, string name)
    {
        var errors = new List<ValidationError>();
        var draft = new Draft();
        foreach (var scalar in FlatYaml.Read(text, name, errors))
        {
            Take(draft, scalar, $"{name}:{scalar.Line}: {scalar.Path}", errors);
        }

        draft.Finish(name, errors);
        return errors.Count == 0 ? draft.Document() : throw new InvalidInputException(errors);
    }

    private static void Take(Draft draft, YamlScalar scalar, string place, List<ValidationError> errors)
    {
        var keys = scalar.Path.Split('.');
        switch (keys)
        {
            case [FormatKey] when scalar.Value == Format:
                draft.HasFormat = true;
                break;
            case [FormatKey]:
                errors.Add(new ValidationError(place, $"is '{scalar.Value}', not the format that this version reads, {Format}"));
                draft.HasFormat = true;
                break;
            case ["backend"] when BackendKindNames.TryParse(scalar.Value, out var backend):
                draft.Backend = backend;
                break;
            case ["backend"]:
                errors.Add(new ValidationError(place, $"'{scalar.Value}' is no backend", NearestName.Hint(scalar.Value, BackendKindNames.All)));
                break;
            case ["from"]:
                draft.From = scalar.Value;
                break;
            case ["source"]:
                draft.Source = scalar.Value;
                break;
            case ["errors", var error]:
                draft.Errors[error] = Number(scalar, place, 0, double.MaxValue, errors);
                break;
            case ["terms", var term, var leaf]:
                TakeTerm(draft, CalibrationTerms.All, term, leaf, scalar, place, errors);
                break;
            case ["factors", var family, var leaf]:
                TakeTerm(draft, CalibrationTerms.Factors, family, leaf, scalar, place, errors);
                break;
            default:
                errors.Add(new ValidationError(place, "unknown key", NearestName.Hint(keys[0], Heads)));
                break;
        }
    }

    private static void TakeTerm(
        Draft draft, IReadOnlyList<CalibrationTerm> known, string name, string leaf, YamlScalar scalar, string place, List<ValidationError> errors)
    {
        if (known.FirstOrDefault(candidate => candidate.Name == name) is not { } term)
        {
            errors.Add(new ValidationError(place, $"unknown term '{name}'", NearestName.Hint(name, known.Select(candidate => candidate.Name))));
            return;
        }

        switch (leaf)
        {
            case "value":
                draft.Valued.Add(name);
                draft.Calibration = term.With(draft.Calibration, Number(scalar, place, term.Least, term.Most, errors));
                break;
            case "unit" when scalar.Value != term.Unit:
                errors.Add(new ValidationError(place, $"is '{scalar.Value}'; {name} is given in '{term.Unit}'"));
                break;
            case "unit":
                draft.Mentioned.TryAdd(name, place);
                break;
            case "source":
                draft.Mentioned.TryAdd(name, place);
                draft.Sources[name] = scalar.Value;
                break;
            default:
                errors.Add(new ValidationError(place, "unknown key", NearestName.Hint(leaf, Leaves)));
                break;
        }
    }

    private static double Number(YamlScalar scalar, string place, double least, double most, List<ValidationError> errors)
    {
        if (!double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            errors.Add(new ValidationError(place, $"'{scalar.Value}' is no finite number"));
            return least;
        }

        if (value < least || value > most)
        {
            var bounds = string.Create(CultureInfo.InvariantCulture, $"{value} is not between {least} and {most}");
            errors.Add(new ValidationError(place, bounds));
            return least;
        }

        return value;
    }

    private sealed class Draft
    {
        public bool HasFormat { get; set; }

        public BackendKind? Backend { get; set; }

        public string From { get; set; } = "0";

        public string? Source { get; set; }

        public Calibration Calibration { get; set; } = Calibration.None;

        public HashSet<string> Valued { get; } = [];

        public Dictionary<string, string> Mentioned { get; } = [];

        public Dictionary<string, string> Sources { get; } = [];

        public Dictionary<string, double> Errors { get; } = [];

        public void Finish(string name, List<ValidationError> errors)
        {
            if (!HasFormat)
            {
                errors.Add(new ValidationError(name, $"is no calibration: '{FormatKey}: {Format}' is missing"));
            }

            if (string.IsNullOrWhiteSpace(Source))
            {
                errors.Add(new ValidationError($"{name}: source", "is missing: say in a sentence where the terms come from"));
            }

            foreach (var (term, place) in Mentioned)
            {
                if (!Valued.Contains(term))
                {
                    errors.Add(new ValidationError(place, $"'{term}' has no value"));
                }
            }
        }

        public CalibrationDocument Document() => new()
        {
            Backend = Backend,
            From = From,
            Source = Source!,
            Calibration = Calibration with { Source = Source! },
            Sources = Sources,
            Errors = Errors,
        };
    }
}
