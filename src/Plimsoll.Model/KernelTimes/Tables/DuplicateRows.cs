namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>Settles rows of a table that stand at the same coordinates.</summary>
internal static class DuplicateRows
{
    /// <summary>
    /// Sorts (coordinate, time) pairs and merges equal coordinates by the median of their times, so that one outlier does not decide.
    /// </summary>
    public static (double[] X, double[] Ms) Merge(List<(double X, double Ms)> rows)
    {
        rows.Sort(static (a, b) => a.X != b.X ? a.X.CompareTo(b.X) : a.Ms.CompareTo(b.Ms));
        var x = new List<double>(rows.Count);
        var ms = new List<double>(rows.Count);
        for (var start = 0; start < rows.Count;)
        {
            var end = start;
            while (end < rows.Count && rows[end].X == rows[start].X)
            {
                end++;
            }

            x.Add(rows[start].X);
            ms.Add(Median(rows, start, end));
            start = end;
        }

        return ([.. x], [.. ms]);
    }

    private static double Median(List<(double X, double Ms)> rows, int start, int end)
    {
        var middle = (start + end) / 2;
        return (end - start) % 2 == 1 ? rows[middle].Ms : (rows[middle - 1].Ms + rows[middle].Ms) / 2;
    }
}
