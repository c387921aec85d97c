using System.Globalization;
using Plimsoll.Model.Validation;

namespace Plimsoll.Cli.Arguments;

/// <summary>A value as the user wrote it, in a flag or in a file.</summary>
/// <param name="Text">The value's text.</param>
/// <param name="Path">Where it stands, for errors: the flag, or the file with line and key.</param>
internal sealed record GivenValue(string Text, string Path)
{
    /// <summary>The whole number, or null with a problem added.</summary>
    public int? Integer(ICollection<ValidationError> errors)
    {
        if (int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        errors.Add(new ValidationError(Path, $"'{Text}' is not a whole number"));
        return null;
    }

    /// <summary>The finite number, or null with a problem added.</summary>
    public double? Number(ICollection<ValidationError> errors)
    {
        if (double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }

        errors.Add(new ValidationError(Path, $"'{Text}' is not a number"));
        return null;
    }

    /// <summary>The numbers between commas, or null with a problem added.</summary>
    public IReadOnlyList<double>? Numbers(ICollection<ValidationError> errors)
    {
        var numbers = new List<double>();
        foreach (var item in Items())
        {
            if (!double.TryParse(item, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            {
                errors.Add(new ValidationError(Path, $"'{item}' is not a number", "numbers separated by commas"));
                return null;
            }

            numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>True or false, or null with a problem added.</summary>
    public bool? Boolean(ICollection<ValidationError> errors)
    {
        if (bool.TryParse(Text, out var value))
        {
            return value;
        }

        errors.Add(new ValidationError(Path, $"'{Text}' is neither true nor false"));
        return null;
    }

    /// <summary>The one of <paramref name="choices"/> that it spells in any case, or null with a problem added.</summary>
    public string? OneOf(IReadOnlyList<string> choices, ICollection<ValidationError> errors)
    {
        var match = choices.FirstOrDefault(choice => choice.Equals(Text, StringComparison.OrdinalIgnoreCase));
        if (match is null)
        {
            errors.Add(new ValidationError(Path, $"'{Text}' is not one of {string.Join(", ", choices)}", NearestName.Hint(Text, choices)));
        }

        return match;
    }

    /// <summary>The items between commas; an item may not be empty, which the reader of the list checks.</summary>
    public IReadOnlyList<string> Items() => Text.Split(',', StringSplitOptions.TrimEntries);
}
