using System.Globalization;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Systems;

/// <summary>
/// Hands out the scalars of a system file by key path, checks each, and knows in the end which keys nobody asked for.
/// A failed look-up returns a harmless value and notes the error, so that one reading reports every problem.
/// </summary>
internal sealed class SystemFields(IReadOnlyList<YamlScalar> scalars, string source, List<ValidationError> errors)
{
    private readonly List<string> _known = [];
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>A required finite number above zero.</summary>
    public double Positive(string path) => Required(path, PositiveOrNull(path));

    /// <summary>A required whole number of at least one.</summary>
    public int Count(string path) => Required(path, CountOrNull(path));

    /// <summary>A finite number above zero, or null when the key is absent.</summary>
    public double? PositiveOrNull(string path) => Number(path, value => value > 0, "must be a number above 0");

    /// <summary>A finite number of at least zero, or null when the key is absent.</summary>
    public double? NotNegativeOrNull(string path) => Number(path, value => value >= 0, "must be a number of at least 0");

    /// <summary>A fraction above zero and at most one, or null when the key is absent.</summary>
    public double? Share(string path) => Number(path, value => value is > 0 and <= 1, "must be a fraction above 0 and at most 1");

    /// <summary>A whole number of at least one, or null when the key is absent.</summary>
    public int? CountOrNull(string path) =>
        (int?)Number(path, value => value is >= 1 and <= int.MaxValue && value == Math.Floor(value), "must be a whole number of at least 1");

    /// <summary>A text that is not empty, or null when the key is absent.</summary>
    public string? TextOrNull(string path)
    {
        if (Find(path) is not { } scalar)
        {
            return null;
        }

        if (scalar.Value.Length == 0)
        {
            Refuse(scalar, "must not be empty");
        }

        return scalar.Value;
    }

    /// <summary>A required folder below the system file's own: relative and without steps upward.</summary>
    public string RelativeFolder(string path)
    {
        var folder = Required(path, TextOrNull(path));
        if (folder is not null && Find(path) is { } scalar
            && (Path.IsPathRooted(folder) || folder.Split('/', '\\').Contains("..", StringComparer.Ordinal)))
        {
            Refuse(scalar, $"must be a folder below the systems folder, not '{folder}'");
        }

        return folder ?? "";
    }

    /// <summary>Notes an error for a number that is there, but so small that its unit must be another.</summary>
    public void RefuseBelow(string path, double least, string unit)
    {
        if (Find(path) is { } scalar && TryNumber(scalar.Value, out var number) && number > 0 && number < least)
        {
            Refuse(scalar, $"is in {unit}: {scalar.Value} is no GPU's", $"{least:0e0} or more");
        }
    }

    /// <summary>Notes an error for a key whose value contradicts another's.</summary>
    public void RefuseIf(bool contradicts, string path, string message)
    {
        if (contradicts && Find(path) is { } scalar)
        {
            Refuse(scalar, message);
        }
    }

    /// <summary>A mapping of GPU counts to bytes; empty when the key is absent.</summary>
    public IReadOnlyDictionary<int, double> BytesByCount(string path)
    {
        _known.Add(path + ".<gpus>");
        var bytes = new SortedDictionary<int, double>();
        foreach (var scalar in scalars)
        {
            if (!scalar.Path.StartsWith(path + ".", StringComparison.Ordinal) || !_read.Add(scalar.Path))
            {
                continue;
            }

            if (!int.TryParse(scalar.Path.AsSpan(path.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
            {
                Refuse(scalar, "must name a GPU count of at least 1");
            }
            else if (!TryNumber(scalar.Value, out var value) || value < 0)
            {
                Refuse(scalar, $"must be a number of at least 0, not '{scalar.Value}'");
            }
            else
            {
                bytes[count] = value;
            }
        }

        return bytes;
    }

    /// <summary>Notes an error for every key that was never asked for, with the nearest known one.</summary>
    public void RefuseUnread()
    {
        foreach (var scalar in scalars)
        {
            if (!_read.Contains(scalar.Path))
            {
                Refuse(scalar, "is not a key of a system file", NearestName.Hint(scalar.Path, _known));
            }
        }
    }

    private double? Number(string path, Func<double, bool> isValid, string rule)
    {
        if (Find(path) is not { } scalar)
        {
            return null;
        }

        if (TryNumber(scalar.Value, out var number) && isValid(number))
        {
            return number;
        }

        Refuse(scalar, $"{rule}, not '{scalar.Value}'");
        return null;
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private YamlScalar? Find(string path)
    {
        _known.Add(path);
        foreach (var scalar in scalars)
        {
            if (string.Equals(scalar.Path, path, StringComparison.Ordinal))
            {
                _read.Add(path);
                return scalar;
            }
        }

        return null;
    }

    // A present but refused value already has its error: only an absent key is reported as missing.
    private T? Required<T>(string path, T? value)
    {
        if (value is null && !_read.Contains(path))
        {
            errors.Add(new ValidationError($"{source}: {path}", "is missing"));
        }

        return value;
    }

    private double Required(string path, double? value) => Required<double?>(path, value) ?? 1;

    private int Required(string path, int? value) => Required<int?>(path, value) ?? 1;

    private void Refuse(YamlScalar scalar, string message, string? hint = null) =>
        errors.Add(new ValidationError($"{source}:{scalar.Line}: {scalar.Path}", message, hint));
}
