namespace Plimsoll.Model.KernelTimes;

/// <summary>One sorted axis of a measured grid, and where a coordinate falls on it.</summary>
/// <param name="knots">Strictly increasing coordinates, at least one.</param>
public readonly struct SurfaceAxis(double[] knots)
{
    /// <summary>Number of knots.</summary>
    public int Count => knots.Length;

    /// <summary>The first coordinate.</summary>
    public double First => knots[0];

    /// <summary>The last coordinate.</summary>
    public double Last => knots[^1];

    /// <summary>The coordinate of a knot.</summary>
    public double this[int index] => knots[index];

    /// <summary>Whether a coordinate is exactly one of the knots.</summary>
    public bool HasKnot(double x) => Array.BinarySearch(knots, x) >= 0;

    /// <summary>Whether a coordinate lies before the first knot or after the last.</summary>
    public bool IsOutside(double x) => x < knots[0] || x > knots[^1];

    /// <summary>The knot at or below <paramref name="x"/> and the share of the way to the next; x is held inside the axis.</summary>
    public int Locate(double x, out double share)
    {
        share = 0;
        if (knots.Length == 1 || x <= knots[0])
        {
            return 0;
        }

        if (x >= knots[^1])
        {
            share = 1;
            return knots.Length - 2;
        }

        int low = 0, high = knots.Length - 1;
        while (high - low > 1)
        {
            var middle = (low + high) >>> 1;
            if (knots[middle] <= x)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        share = (x - knots[low]) / (knots[low + 1] - knots[low]);
        return low;
    }
}
