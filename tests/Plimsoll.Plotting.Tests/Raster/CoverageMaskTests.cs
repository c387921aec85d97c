using FsCheck.Fluent;
using Plimsoll.Plotting.Raster;
using Plimsoll.Testing;

namespace Plimsoll.Plotting.Tests.Raster;

/// <summary>How much of each pixel a shape covers.</summary>
public sealed class CoverageMaskTests
{
    private const int Side = 40;

    [Fact]
    public void A_triangle_covers_its_area() => Properties.Check(
        from numbers in Gen.Choose(0, 4000).ListOf(6)
        select numbers.Select(n => n / 100.0).ToArray(),
        n =>
        {
            var mask = new CoverageMask(Side, Side);
            mask.Fill([(n[0], n[1]), (n[2], n[3]), (n[4], n[5])]);
            var area = Math.Abs(((n[2] - n[0]) * (n[5] - n[1])) - ((n[4] - n[0]) * (n[3] - n[1]))) / 2;
            return Math.Abs(Sum(mask) - area) < 1e-3 + (1e-4 * area);
        });

    [Fact]
    public void A_box_between_pixels_covers_exactly_their_parts()
    {
        var mask = new CoverageMask(Side, Side);
        mask.Fill([(2.25, 3.5), (5.5, 3.5), (5.5, 5), (2.25, 5)]);

        Assert.Equal([0.375f, 0.5f, 0.5f, 0.25f], Cells(mask, 3, 2, 4));
        Assert.Equal([0.75f, 1f, 1f, 0.5f], Cells(mask, 4, 2, 4));
        Assert.Equal([0f, 0f], Cells(mask, 5, 2, 2));
    }

    [Fact]
    public void A_stroke_covers_about_its_length_times_its_width_and_never_more_than_all_of_a_pixel() => Properties.Check(
        from ends in Gen.Choose(800, 3200).ListOf(4)
        from thickness in Gen.Choose(20, 400)
        select (Ends: ends.Select(e => e / 100.0).ToArray(), Half: thickness / 200.0),
        stroke =>
        {
            var mask = new CoverageMask(Side, Side);
            mask.Stroke(stroke.Ends[0], stroke.Ends[1], stroke.Ends[2], stroke.Ends[3], stroke.Half);
            var length = Math.Sqrt(Math.Pow(stroke.Ends[2] - stroke.Ends[0], 2) + Math.Pow(stroke.Ends[3] - stroke.Ends[1], 2));
            var (sum, expected) = (Sum(mask), (2 * stroke.Half * length) + (Math.PI * stroke.Half * stroke.Half));
            return Math.Abs(sum - expected) < 0.6 + (0.08 * expected)
                && Enumerable.Range(0, Side).All(y => mask.Row(y, out _).ToArray().All(c => c is >= 0 and <= 1));
        });

    [Fact]
    public void Drawing_the_same_stroke_twice_or_backwards_changes_nothing()
    {
        var (once, twice) = (new CoverageMask(Side, Side), new CoverageMask(Side, Side));
        once.Stroke(3.3, 4.4, 30.1, 20.7, 1.3);
        twice.Stroke(3.3, 4.4, 30.1, 20.7, 1.3);
        twice.Stroke(30.1, 20.7, 3.3, 4.4, 1.3);

        Assert.All(Enumerable.Range(0, Side), y => Assert.All(
            Cells(once, y, 0, Side).Zip(Cells(twice, y, 0, Side)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f)));
    }

    [Fact]
    public void A_line_on_the_middle_of_a_row_fills_that_row_only()
    {
        var mask = new CoverageMask(Side, Side);
        mask.Stroke(5, 10.5, 30, 10.5, 0.5);

        Assert.Equal(1f, Cells(mask, 10, 15, 1)[0]);
        Assert.Equal((0f, 0f), (Cells(mask, 9, 15, 1)[0], Cells(mask, 11, 15, 1)[0]));
    }

    [Fact]
    public void A_ring_has_a_hole()
    {
        var mask = new CoverageMask(Side, Side);
        mask.Ring(20, 20, 10, 1);
        Assert.Equal(0, Cells(mask, 20, 20, 1)[0]);
        Assert.Equal(1, Cells(mask, 20, 29, 1)[0]);
        Assert.Equal(2 * Math.PI * 10 * 2, Sum(mask), 2.0);
    }

    [Fact]
    public void Shapes_beyond_the_edges_are_cut_off_and_clearing_forgets_everything()
    {
        var mask = new CoverageMask(Side, Side);
        mask.Stroke(-20, -20, 60, 60, 3);
        mask.Ring(0, 0, 500, 3);
        mask.Stroke(100, 5, 200, 5, 2);
        Assert.True(Sum(mask) > 0);

        mask.Clear();
        Assert.Equal(0, Sum(mask));
    }

    private static double Sum(CoverageMask mask) => Enumerable.Range(0, Side).Sum(y => mask.Row(y, out _).ToArray().Sum(c => (double)c));

    private static float[] Cells(CoverageMask mask, int y, int from, int count)
    {
        var row = mask.Row(y, out var start).ToArray();
        return [.. Enumerable.Range(from, count).Select(x => x >= start && x < start + row.Length ? row[x - start] : 0)];
    }
}
