namespace Plimsoll.Formats.Parquet;

/// <summary>
/// A text column as codes into its distinct values, the way such columns are stored. Filtering many rows by
/// a few texts then means finding the codes once and comparing integers.
/// </summary>
/// <param name="codes">Per row the index of its value, −1 for null.</param>
/// <param name="values">The distinct values.</param>
public sealed class DictionaryColumn(int[] codes, string[] values)
{
    /// <summary>The code of a row without a value.</summary>
    public const int Null = -1;

    /// <summary>Per row the index into <see cref="Values"/>, or <see cref="Null"/>.</summary>
    public int[] Codes { get; } = codes;

    /// <summary>The distinct values in the order in which the file first names them; some may be used by no row.</summary>
    public string[] Values { get; } = values;

    /// <summary>The text of one row; null when it has none.</summary>
    public string? this[int row] => Codes[row] is var code && code == Null ? null : Values[code];

    /// <summary>The code of a text, or <see cref="Null"/> when no row can have it.</summary>
    public int CodeOf(string value) => Array.IndexOf(Values, value);
}
