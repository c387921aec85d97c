using FsCheck.Fluent;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.KernelTimes;

public sealed class KernelCurveTests
{
    private static KernelCurve Line() => new(
        [10, 20, 40],
        [1, 2, 6],
        [Provenance.Measured, Provenance.Measured, Provenance.Repaired],
        tailSlope: 0.5,
        relativeUncertainty: 0.03,
        source: "here");

    [Fact]
    public void Every_knot_answers_exactly_what_was_measured() => Properties.Check(Curves.Noisy, curve =>
    {
        for (var i = 0; i < curve.Sizes.Length; i++)
        {
            var at = curve.At(curve.Sizes[i]);
            if (at != new KernelTime(curve.Times[i], curve.Provenances[i], curve.RelativeUncertainty)
                || curve.Ms(curve.Sizes[i]) != curve.Times[i])
            {
                return false;
            }
        }

        return true;
    });

    [Fact]
    public void Between_knots_lies_a_straight_line()
    {
        Assert.Equal(1.5, Line().Ms(15));
        Assert.Equal(3, Line().Ms(25));
    }

    [Fact]
    public void Below_the_first_knot_the_floor_holds_and_above_the_last_the_tail_grows()
    {
        Assert.Equal(1, Line().Ms(3));
        Assert.Equal(11, Line().Ms(50));
    }

    [Fact]
    public void A_falling_tail_is_held_instead_because_more_work_is_never_free()
    {
        var curve = new KernelCurve([1], [5], [Provenance.Measured], tailSlope: -1, relativeUncertainty: 0, source: "");
        Assert.Equal(5, curve.Ms(1000));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void No_work_costs_nothing(double size)
    {
        Assert.Equal(0, Line().Ms(size));
        Assert.Equal(KernelTime.Zero, Line().At(size));
    }

    [Theory]
    [InlineData(5, Provenance.Extrapolated)]
    [InlineData(10, Provenance.Measured)]
    [InlineData(15, Provenance.Interpolated)]
    [InlineData(20, Provenance.Measured)]
    [InlineData(25, Provenance.Repaired)]
    [InlineData(40, Provenance.Repaired)]
    [InlineData(41, Provenance.Extrapolated)]
    public void Provenance_tells_knots_from_gaps_from_beyond(double size, Provenance expected) =>
        Assert.Equal(expected, Line().At(size).Provenance);

    [Fact]
    public void A_time_is_never_surer_than_the_knots_it_comes_from() => Properties.Check(
        from curve in Curves.Noisy from size in Curves.Size where size > 0 select (curve, size),
        sample =>
        {
            var at = sample.curve.At(sample.size);
            var sizes = sample.curve.Sizes;
            var above = sizes.IndexOfAnyInRange(sample.size, double.MaxValue);
            var below = sizes.LastIndexOfAnyInRange(0, sample.size);
            return (above < 0 || at.Provenance >= sample.curve.Provenances[above])
                && (below < 0 || at.Provenance >= sample.curve.Provenances[below])
                && (above >= 0 || at.Provenance >= Provenance.Extrapolated)
                && (below >= 0 || at.Provenance >= Provenance.Extrapolated);
        });

    [Fact]
    public void Uncertainty_grows_from_knot_to_gap_to_beyond_and_with_the_distance()
    {
        double[] sizes = [20, 25, 80, 160, 100_000];
        var uncertainties = Array.ConvertAll(sizes, size => Line().At(size).RelativeUncertainty);
        Assert.Equal(uncertainties.Order().Distinct(), uncertainties);
        Assert.Equal(0.03, uncertainties[0]);
        Assert.True(Line().At(5).RelativeUncertainty > Line().At(15).RelativeUncertainty);
    }

    [Fact]
    public void Times_stay_inside_their_neighbours_and_never_fall_when_the_knots_do_not() => Properties.Check(
        from curve in Curves.Rising from a in Curves.Size from b in Curves.Size select (curve, a, b),
        sample =>
        {
            var (less, more) = (Math.Min(sample.a, sample.b), Math.Max(sample.a, sample.b));
            var last = sample.curve.Sizes[^1];
            return sample.curve.Ms(less) <= sample.curve.Ms(more) * (1 + 1e-12)
                && (more > last || sample.curve.Ms(more) <= sample.curve.Times[^1])
                && (less <= 0 || sample.curve.Ms(less) >= sample.curve.Times[0]);
        });

    [Fact]
    public void What_is_priced_is_what_is_explained() => Properties.Check(
        from curve in Curves.Noisy from size in Curves.Size select (curve, size),
        sample => sample.curve.At(sample.size).Ms == sample.curve.Ms(sample.size));

    [Fact]
    public void Scaling_a_curve_scales_every_time() => Properties.Check(
        from curve in Curves.Noisy from size in Curves.Size from percent in Gen.Choose(1, 400) select (curve, size, percent / 100.0),
        sample => Math.Abs(sample.curve.Scaled(sample.Item3).Ms(sample.size) - (sample.Item3 * sample.curve.Ms(sample.size)))
            <= 1e-12 * sample.curve.Ms(sample.size));

    [Fact]
    public void A_curve_without_knots_or_of_unequal_columns_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new KernelCurve([], [], [], 0, 0, ""));
        Assert.Throws<ArgumentException>(() => new KernelCurve([1, 2], [1], [default, default], 0, 0, ""));
        Assert.Throws<ArgumentException>(() => new KernelCurve([1, 2], [1, 2], [default], 0, 0, ""));
    }

    [Theory]
    [InlineData(2, 2, 1, 1)]
    [InlineData(2, 1, 1, 1)]
    [InlineData(1, double.NaN, 1, 1)]
    [InlineData(1, 2, 1, double.NaN)]
    [InlineData(1, 2, -1, 1)]
    [InlineData(1, 2, 1, double.PositiveInfinity)]
    public void A_curve_that_would_answer_nonsense_is_refused(double x0, double x1, double ms0, double ms1) =>
        Assert.Throws<ArgumentException>(() => new KernelCurve([x0, x1], [ms0, ms1], [default, default], 0, 0, ""));
}
