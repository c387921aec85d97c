using FsCheck.Fluent;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.KernelTimes;

public sealed class DecodeAttentionSurfaceTests
{
    private static DecodeAttentionSurface Surface(Provenance provenance = Provenance.Measured) => new(
        [1, 4], [100, 200, 400], [1, 2, 4, 4, 8, 16], provenance, 0.04, "here");

    [Fact]
    public void Every_grid_point_answers_exactly_what_was_measured() => Properties.Check(Curves.Decode, surface =>
    {
        for (var r = 0; r < surface.Rows.Count; r++)
        {
            for (var l = 0; l < surface.Lengths.Count; l++)
            {
                if (Math.Abs(surface.Ms(surface.Rows[r], surface.Lengths[l]) - surface.GridMs(r, l)) > 1e-12 * surface.GridMs(r, l))
                {
                    return false;
                }
            }
        }

        return true;
    });

    [Fact]
    public void Inside_a_cell_the_time_is_bilinear()
    {
        Assert.Equal(2.5, Surface().Ms(2.5, 100), 12);
        Assert.Equal(3, Surface().Ms(1, 300), 12);
        Assert.Equal(7.5, Surface().Ms(2.5, 300), 12);
    }

    [Fact]
    public void More_rows_or_longer_caches_never_cost_less() => Properties.Check(
        from surface in Curves.Decode
        from rows in Curves.Size
        from moreRows in Curves.Size
        from length in Curves.Size
        from longer in Curves.Size
        select (surface, rows, moreRows, length, longer),
        sample => sample.surface.Ms(sample.rows, sample.length)
            <= sample.surface.Ms(sample.rows + sample.moreRows, sample.length + sample.longer) * (1 + 1e-12));

    [Fact]
    public void No_rows_cost_nothing()
    {
        Assert.Equal(0, Surface().Ms(0, 1000));
        Assert.Equal(KernelTime.Zero, Surface().At(0, 1000));
    }

    [Fact]
    public void Beyond_the_grid_time_grows_with_the_bytes_read_and_below_it_the_floor_holds()
    {
        Assert.Equal(32, Surface().Ms(4, 800), 12);
        Assert.Equal(64, Surface().Ms(16, 400), 12);
        Assert.Equal(128, Surface().Ms(16, 800), 12);
        Assert.Equal(1, Surface().Ms(1, 5), 12);
    }

    [Theory]
    [InlineData(1, 100, Provenance.Measured)]
    [InlineData(4, 400, Provenance.Measured)]
    [InlineData(2, 100, Provenance.Interpolated)]
    [InlineData(1, 150, Provenance.Interpolated)]
    [InlineData(1, 99, Provenance.Extrapolated)]
    [InlineData(1, 401, Provenance.Extrapolated)]
    [InlineData(5, 100, Provenance.Extrapolated)]
    [InlineData(0.5, 100, Provenance.Extrapolated)]
    public void Provenance_tells_the_grid_from_its_inside_from_beyond(double rows, double length, Provenance expected) =>
        Assert.Equal(expected, Surface().At(rows, length).Provenance);

    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 150)]
    [InlineData(1, 9000)]
    public void A_transferred_grid_stays_transferred_everywhere(double rows, double length) =>
        Assert.Equal(Provenance.Transferred, Surface(Provenance.Transferred).At(rows, length).Provenance);

    [Fact]
    public void Uncertainty_grows_off_the_grid_and_with_the_distance()
    {
        (double Rows, double Length)[] farther = [(1, 100), (2, 150), (1, 800), (8, 800), (64, 6400)];
        var uncertainties = Array.ConvertAll(farther, at => Surface().At(at.Rows, at.Length).RelativeUncertainty);
        Assert.Equal(uncertainties.Order().Distinct(), uncertainties);
        Assert.Equal(0.04, uncertainties[0]);
    }

    [Fact]
    public void What_is_priced_is_what_is_explained() => Properties.Check(
        from surface in Curves.Decode from rows in Curves.Size from length in Curves.Size select (surface, rows, length),
        sample => sample.surface.At(sample.rows, sample.length).Ms == sample.surface.Ms(sample.rows, sample.length));

    [Fact]
    public void A_grid_with_holes_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new DecodeAttentionSurface([1, 2], [1, 2], [1, 2, 3], Provenance.Measured, 0, ""));
        Assert.Throws<ArgumentException>(() => new DecodeAttentionSurface([], [1], [], Provenance.Measured, 0, ""));
    }
}
