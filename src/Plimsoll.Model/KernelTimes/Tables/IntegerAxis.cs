namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>The distinct values of an integer column among the rows of one category, with their positions.</summary>
internal readonly struct IntegerAxis
{
    private readonly Dictionary<long, int> _index;

    private IntegerAxis(double[] values, Dictionary<long, int> index) => (Values, _index) = (values, index);

    /// <summary>The values, increasing.</summary>
    public double[] Values { get; }

    /// <summary>Number of distinct values.</summary>
    public int Count => Values.Length;

    /// <summary>Position of a value that the column has.</summary>
    public int IndexOf(long value) => _index[value];

    /// <summary>The axis of the rows whose category is <paramref name="code"/>.</summary>
    public static IntegerAxis Of(long[] column, int[] codes, int code)
    {
        var distinct = new HashSet<long>();
        long previous = long.MinValue;
        for (var row = 0; row < column.Length; row++)
        {
            // Tables are written in nested loops, so neighbours mostly repeat.
            if (codes[row] == code && column[row] != previous)
            {
                distinct.Add(previous = column[row]);
            }
        }

        var sorted = distinct.ToArray();
        Array.Sort(sorted);
        var index = new Dictionary<long, int>(sorted.Length);
        for (var i = 0; i < sorted.Length; i++)
        {
            index[sorted[i]] = i;
        }

        return new IntegerAxis(Array.ConvertAll(sorted, value => (double)value), index);
    }
}
