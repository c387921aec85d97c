using Plimsoll.Formats.Parquet;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>
/// Reads the columns of a table and refuses values that no measurement can have, so that a damaged table is named instead of priced.
/// </summary>
internal static class TableColumns
{
    private const double ShortestMs = 1e-9;
    private const double LongestMs = 1e9;
    private const long MostCells = 1 << 23;

    /// <summary>A text in every row.</summary>
    /// <exception cref="ParquetException">The column cannot be read.</exception>
    /// <exception cref="InvalidInputException">A row has none.</exception>
    public static DictionaryColumn Texts(ParquetFile file, string column)
    {
        var texts = file.ReadStrings(column);
        var missing = Array.IndexOf(texts.Codes, DictionaryColumn.Null);
        return missing < 0 ? texts : throw Refused(file, column, missing, "is empty");
    }

    /// <summary>A whole number of at least <paramref name="least"/> in every row, of at most 2³¹ − 1.</summary>
    /// <exception cref="ParquetException">The column cannot be read.</exception>
    /// <exception cref="InvalidInputException">A row has another number.</exception>
    public static long[] Sizes(ParquetFile file, string column, int least = 1)
    {
        var sizes = file.ReadInt64(column);
        var wrong = sizes.AsSpan().IndexOfAnyExceptInRange(least, int.MaxValue);
        return wrong < 0 ? sizes : throw Refused(file, column, wrong, $"is {sizes[wrong]}, below {least} or above {int.MaxValue}");
    }

    /// <summary>The measured time of every row, milliseconds; at least <paramref name="least"/>.</summary>
    /// <exception cref="ParquetException">The column cannot be read.</exception>
    /// <exception cref="InvalidInputException">A row has a time that nothing takes.</exception>
    public static double[] Milliseconds(ParquetFile file, double least = ShortestMs)
    {
        var times = file.ReadDouble("latency");
        for (var row = 0; row < times.Length; row++)
        {
            if (!(times[row] >= least && times[row] <= LongestMs))
            {
                throw Refused(file, "latency", row, $"is {times[row]} ms, which no kernel takes");
            }
        }

        return times;
    }

    /// <summary>An empty grid of the given extents.</summary>
    /// <exception cref="InvalidInputException">The extents are far beyond any table: its rows share no axes.</exception>
    public static double[] Cells(string file, long first, long second, long third = 1) =>
        first <= MostCells && second <= MostCells && first * second <= MostCells && first * second * third <= MostCells
            ? new double[first * second * third]
            : throw new InvalidInputException(file, $"is no grid of measurements: {first} × {second} × {third} different sizes");

    private static InvalidInputException Refused(ParquetFile file, string column, int row, string problem) =>
        new(file.Name, $"column '{column}' of row {row + 1} {problem}", "the file may be damaged; fetch it again");
}
