using Plimsoll.Formats.Parquet;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>Measured times of quantising activations [m × k] to fp8: over rows m for each measured width k.</summary>
internal sealed class ScaleTable
{
    private readonly SortedDictionary<long, (double[] M, double[] Ms)> _byWidth = [];

    private ScaleTable(ParquetFile file, string quant)
    {
        var dtype = TableColumns.Texts(file, "quant_dtype");
        var code = dtype.CodeOf(quant);
        var (m, k) = (TableColumns.Sizes(file, "m", least: 0), TableColumns.Sizes(file, "k"));

        // Some are differences of two measurements, which may be none.
        var latency = TableColumns.Milliseconds(file, least: 0);
        var rows = new Dictionary<long, List<(double, double)>>();
        for (var row = 0; row < m.Length; row++)
        {
            if (dtype.Codes[row] == code)
            {
                if (!rows.TryGetValue(k[row], out var list))
                {
                    rows[k[row]] = list = [];
                }

                list.Add((m[row], latency[row]));
            }
        }

        foreach (var (width, list) in rows)
        {
            _byWidth[width] = DuplicateRows.Merge(list);
        }
    }

    /// <summary>The rows of a file for fp8; null when there are none.</summary>
    public static ScaleTable? Read(ParquetFile file)
    {
        var table = new ScaleTable(file, "fp8");
        return table._byWidth.Count == 0 ? null : table;
    }

    /// <summary>Milliseconds for [m × k]: linear in both, held at the edges of the measured range.</summary>
    public double Ms(double m, double k)
    {
        (long Width, double Ms) below = default, above = default;
        var (hasBelow, hasAbove) = (false, false);
        foreach (var (width, curve) in _byWidth)
        {
            if (width <= k)
            {
                (below, hasBelow) = ((width, At(curve, m)), true);
            }
            else
            {
                (above, hasAbove) = ((width, At(curve, m)), true);
                break;
            }
        }

        return !hasBelow ? above.Ms
            : !hasAbove ? below.Ms
            : below.Ms + ((above.Ms - below.Ms) * (k - below.Width) / (above.Width - below.Width));
    }

    private static double At((double[] M, double[] Ms) curve, double m)
    {
        var found = Array.BinarySearch(curve.M, m);
        if (found >= 0)
        {
            return curve.Ms[found];
        }

        var high = ~found;
        if (high == 0 || high == curve.M.Length)
        {
            return curve.Ms[high == 0 ? 0 : high - 1];
        }

        var share = (m - curve.M[high - 1]) / (curve.M[high] - curve.M[high - 1]);
        return curve.Ms[high - 1] + ((curve.Ms[high] - curve.Ms[high - 1]) * share);
    }
}
