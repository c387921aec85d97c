using Plimsoll.Model.KernelTimes.Atlas.Lattices;

namespace Plimsoll.Model.KernelTimes.Atlas.Fitting;

/// <summary>How far trusted measurements lie above a fit, in log-efficiency over the fast axis: the median over their shapes at each size.</summary>
internal sealed class AnchorLevel
{
    private readonly double[] _logSize;
    private readonly double[] _level;

    private AnchorLevel(double[] logSize, double[] level) => (_logSize, _level) = (logSize, level);

    /// <summary>Compares anchors with fitted knots.</summary>
    /// <param name="lattice">The lattice.</param>
    /// <param name="box">The fitted part of it.</param>
    /// <param name="knots">The fitted knots.</param>
    /// <param name="anchors">Where trusted values are known; at least one.</param>
    /// <param name="values">The trusted values.</param>
    public static AnchorLevel Of(
        Lattice lattice, in LatticeBox box, double[] knots, LatticePoint[] anchors, double[] values)
    {
        var rows = new SparseRows(lattice, box, anchors);
        var bySize = new SortedDictionary<double, List<double>>();
        for (var i = 0; i < anchors.Length; i++)
        {
            if (!bySize.TryGetValue(anchors[i].Z, out var differences))
            {
                bySize[anchors[i].Z] = differences = [];
            }

            differences.Add(values[i] - rows.Value(i, knots));
        }

        return new AnchorLevel([.. bySize.Keys.Select(Math.Log2)], [.. bySize.Values.Select(Median)]);
    }

    /// <summary>The difference at a size: straight in its logarithm between anchors, held outside.</summary>
    public double At(double size)
    {
        var x = Math.Log2(size);
        var high = Array.FindIndex(_logSize, known => known >= x);
        return high < 0 ? _level[^1]
            : high == 0 ? _level[0]
            : _level[high - 1] + ((_level[high] - _level[high - 1]) * (x - _logSize[high - 1]) / (_logSize[high] - _logSize[high - 1]));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
