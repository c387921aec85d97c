namespace Plimsoll.Model.KernelTimes.Atlas.Lattices;

/// <summary>Three axes of knots; values between knots are multilinear in the logarithms of the sizes, outside the edge speaks.</summary>
/// <param name="x">The slow axis.</param>
/// <param name="y">The middle axis.</param>
/// <param name="z">The fast axis.</param>
internal sealed class Lattice(LatticeAxis x, LatticeAxis y, LatticeAxis z)
{
    /// <summary>Most knots that can surround a point.</summary>
    public const int MaxCorners = 8;

    /// <summary>The slow axis.</summary>
    public LatticeAxis X => x;

    /// <summary>The middle axis.</summary>
    public LatticeAxis Y => y;

    /// <summary>The fast axis.</summary>
    public LatticeAxis Z => z;

    /// <summary>Finds the knots around a point.</summary>
    /// <param name="box">The part of the lattice that has values.</param>
    /// <param name="point">The point.</param>
    /// <param name="knots">Receives the positions in the box of the knots; room for <see cref="MaxCorners"/>.</param>
    /// <param name="weights">Receives their positive weights, which sum to one.</param>
    /// <returns>How many knots there are.</returns>
    public int Around(in LatticeBox box, in LatticePoint point, Span<int> knots, Span<double> weights)
    {
        var atX = x.Locate(point.X, box.X, box.CountX, out var shareX);
        var atY = y.Locate(point.Y, box.Y, box.CountY, out var shareY);
        var atZ = z.Locate(point.Z, box.Z, box.CountZ, out var shareZ);
        var count = 0;
        for (var corner = 0; corner < MaxCorners; corner++)
        {
            int dx = corner >> 2, dy = (corner >> 1) & 1, dz = corner & 1;
            var weight = (dx == 0 ? 1 - shareX : shareX) * (dy == 0 ? 1 - shareY : shareY) * (dz == 0 ? 1 - shareZ : shareZ);
            if (weight > 0)
            {
                knots[count] = box.IndexOf(atX + dx, atY + dy, atZ + dz);
                weights[count++] = weight;
            }
        }

        return count;
    }

    /// <summary>Octaves by which a point lies outside a box, over all axes.</summary>
    public double OctavesOutside(in LatticeBox box, in LatticePoint point) =>
        x.OctavesOutside(point.X, box.X, box.CountX)
        + y.OctavesOutside(point.Y, box.Y, box.CountY)
        + z.OctavesOutside(point.Z, box.Z, box.CountZ);

    /// <summary>The smallest box that encloses all points.</summary>
    public LatticeBox Enclosing(IReadOnlyList<LatticePoint> points)
    {
        var (least, most) = (points[0], points[0]);
        foreach (var point in points)
        {
            least = new LatticePoint(Math.Min(least.X, point.X), Math.Min(least.Y, point.Y), Math.Min(least.Z, point.Z));
            most = new LatticePoint(Math.Max(most.X, point.X), Math.Max(most.Y, point.Y), Math.Max(most.Z, point.Z));
        }

        var (firstX, countX) = x.Enclosing(least.X, most.X);
        var (firstY, countY) = y.Enclosing(least.Y, most.Y);
        var (firstZ, countZ) = z.Enclosing(least.Z, most.Z);
        return new LatticeBox(firstX, countX, firstY, countY, firstZ, countZ);
    }
}
