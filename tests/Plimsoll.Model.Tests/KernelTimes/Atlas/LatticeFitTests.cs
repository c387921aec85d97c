using Plimsoll.Model.KernelTimes.Atlas.Fitting;
using Plimsoll.Model.KernelTimes.Atlas.Lattices;

namespace Plimsoll.Model.Tests.KernelTimes.Atlas;

public sealed class LatticeFitTests
{
    private static readonly Lattice Lattice = new(new LatticeAxis(1, 4, 16), new LatticeAxis(1, 8), new LatticeAxis(1, 2, 4, 8, 16));
    private static readonly LatticeBox Whole = new(0, 3, 0, 2, 0, 5);

    [Fact]
    public void A_surface_that_the_lattice_can_hold_is_found_again()
    {
        var points = Points().ToArray();

        var knots = Fit(points, Array.ConvertAll(points, Smooth));

        foreach (var point in points)
        {
            Assert.Equal(Smooth(point), ValueAt(knots, point), 1e-3);
        }
    }

    [Fact]
    public void A_single_outlier_does_not_bend_the_surface()
    {
        var points = Points().ToArray();
        var values = Array.ConvertAll(points, Smooth);
        values[values.Length / 2] += 5;

        var knots = Fit(points, values);

        Assert.Equal(Smooth(points[values.Length / 2]), ValueAt(knots, points[values.Length / 2]), 0.05);
    }

    [Fact]
    public void Where_nothing_was_measured_the_edge_is_kept()
    {
        var points = Points().Where(point => point.Z <= 4).ToArray();

        var knots = Fit(points, Array.ConvertAll(points, point => 0.1 * Math.Log2(point.Z)));

        Assert.Equal(0.2, ValueAt(knots, new LatticePoint(4, 8, 16)), 0.01);
    }

    [Fact]
    public void An_important_value_outweighs_ordinary_ones()
    {
        LatticePoint[] points = [new(1, 1, 1), new(1, 1, 1), new(1, 1, 1)];

        var knots = LatticeFit.Knots(Lattice, Whole, points, [0, 0, 1], [1, 1, 100]);

        Assert.InRange(ValueAt(knots, points[0]), 0.95, 1.001);
    }

    [Fact]
    public void The_enclosing_box_has_the_knots_around_all_points_and_no_others()
    {
        var box = Lattice.Enclosing([new LatticePoint(4, 2, 3), new LatticePoint(9, 2, 4)]);

        Assert.Equal(new LatticeBox(1, 2, 0, 2, 1, 2), box);
    }

    private static double[] Fit(LatticePoint[] points, double[] values)
    {
        var ones = new double[points.Length];
        Array.Fill(ones, 1);
        return LatticeFit.Knots(Lattice, Whole, points, values, ones);
    }

    private static double Smooth(LatticePoint point) =>
        (0.3 * Math.Log2(point.X)) - (0.1 * Math.Log2(point.Y)) + (0.05 * Math.Log2(point.Z) * Math.Log2(point.Y));

    private static double ValueAt(double[] knots, LatticePoint point) => new SparseRows(Lattice, Whole, [point]).Value(0, knots);

    private static IEnumerable<LatticePoint> Points() =>
        from x in (double[])[1, 2, 4, 7, 16]
        from y in (double[])[1, 3, 8]
        from z in (double[])[1, 2, 3, 4, 6, 8, 13, 16]
        select new LatticePoint(x, y, z);
}
