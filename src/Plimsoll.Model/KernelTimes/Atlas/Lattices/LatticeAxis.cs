namespace Plimsoll.Model.KernelTimes.Atlas.Lattices;

/// <summary>One axis of a lattice: increasing sizes, between which surfaces are straight in the logarithm of the size.</summary>
internal sealed class LatticeAxis
{
    private readonly double[] _log;

    /// <summary>An axis through the given sizes.</summary>
    /// <param name="sizes">Strictly increasing, at least 1, at least one of them.</param>
    public LatticeAxis(params double[] sizes)
    {
        Sizes = sizes;
        _log = Array.ConvertAll(sizes, Math.Log2);
    }

    /// <summary>The axis of a kernel that does not depend on it.</summary>
    public static LatticeAxis None { get; } = new(1);

    /// <summary>The sizes of the knots.</summary>
    public double[] Sizes { get; }

    /// <summary>Number of knots.</summary>
    public int Count => Sizes.Length;

    /// <summary>The axis with more knots.</summary>
    public LatticeAxis With(IEnumerable<double> sizes) => new([.. Sizes.Union(sizes).Order()]);

    /// <summary>
    /// The knot at or below <paramref name="size"/> and the share of the way to the next, held inside knots
    /// <paramref name="first"/> … <paramref name="first"/> + <paramref name="count"/> − 1. The share is 0 on a knot.
    /// </summary>
    public int Locate(double size, int first, int count, out double share)
    {
        share = 0;
        var last = first + count - 1;
        if (size <= Sizes[first])
        {
            return first;
        }

        if (size >= Sizes[last])
        {
            return last;
        }

        int low = first, high = last;
        while (high - low > 1)
        {
            var middle = (low + high) >>> 1;
            if (Sizes[middle] <= size)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        share = size == Sizes[low] ? 0 : (Math.Log2(size) - _log[low]) / (_log[high] - _log[low]);
        return low;
    }

    /// <summary>How many octaves a size lies outside the knots <paramref name="first"/> … ; 0 inside.</summary>
    public double OctavesOutside(double size, int first, int count) =>
        Math.Max(0, Math.Max(_log[first] - Math.Log2(size), Math.Log2(size) - _log[first + count - 1]));

    /// <summary>The smallest run of knots that encloses sizes from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public (int First, int Count) Enclosing(double least, double most)
    {
        var first = 0;
        while (first + 1 < Count && Sizes[first + 1] <= least)
        {
            first++;
        }

        var last = first;
        while (last + 1 < Count && Sizes[last] < most)
        {
            last++;
        }

        return (first, last - first + 1);
    }
}
