using FsCheck.Fluent;
using Plimsoll.Serving.Statistics;
using Plimsoll.Testing;

namespace Plimsoll.Serving.Tests.Statistics;

public sealed class DistributionSketchTests
{
    private static readonly double[] Shares = [0, 0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1];

    [Fact]
    public void Few_values_have_the_percentiles_of_linear_interpolation()
    {
        var sketch = Of([4, 1, 3, 2]);

        Assert.True(sketch.IsExact);
        Assert.Equal(2.5, sketch.Percentile(0.5), 12);
        Assert.Equal(3.7, sketch.Percentile(0.9), 12);
        Assert.Equal((1, 4, 2.5), (sketch.Minimum, sketch.Maximum, sketch.Mean));
        Assert.Equal(Math.Sqrt(1.25), sketch.StandardDeviation, 12);
    }

    [Fact]
    public void Any_few_values_agree_with_brute_force()
    {
        Properties.Check(Gen.ListOf(Gen.Choose(0, 1000)).Where(list => list.Count > 0), list =>
        {
            double[] values = [.. list.Select(value => value / 8.0)];
            var sketch = Of(values);
            return Shares.All(share => Math.Abs(sketch.Percentile(share) - Exact(values, share)) < 1e-9)
                && Math.Abs(sketch.Mean - values.Average()) < 1e-9;
        });
    }

    [Fact]
    public void Many_values_have_percentiles_within_the_stated_width_and_exact_moments()
    {
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, 300_000).Select(_ => Math.Exp((4 * random.NextDouble()) - 1))];
        var sketch = Of(values);
        var mean = values.Average();

        Assert.False(sketch.IsExact);
        Assert.All(Shares, share =>
        {
            var exact = Exact(values, share);
            Assert.InRange(sketch.Percentile(share), exact * (1 - DistributionSketch.RelativeWidth), exact * (1 + DistributionSketch.RelativeWidth));
        });
        Assert.Equal(mean, sketch.Mean, 9);
        Assert.Equal((values.Min(), values.Max()), (sketch.Minimum, sketch.Maximum));
        Assert.Equal(Math.Sqrt(values.Average(v => (v - mean) * (v - mean))), sketch.StandardDeviation, 6);
    }

    [Fact]
    public void A_value_that_occurs_often_counts_as_often()
    {
        var sketch = new DistributionSketch();
        sketch.Add(10, 900_000);
        sketch.Add(20, 100_000);

        Assert.Equal(1_000_000, sketch.Count);
        Assert.Equal(11, sketch.Mean, 9);
        Assert.Equal(10, sketch.Percentile(0.5), 10 * DistributionSketch.RelativeWidth);
        Assert.Equal(20, sketch.Percentile(0.95), 20 * DistributionSketch.RelativeWidth);
    }

    [Fact]
    public void Merging_is_the_same_as_adding_everything()
    {
        var cases = from left in Gen.Choose(0, 90_000)
                    from right in Gen.Choose(0, 90_000)
                    select (Left: left, Right: right);
        Properties.Check(
            cases,
            c =>
            {
                double[] values = [.. Enumerable.Range(0, c.Left + c.Right).Select(i => 1 + (i * 7919.0 % 5003))];
                var merged = Of(values.AsSpan(0, c.Left));
                merged.Merge(Of(values.AsSpan(c.Left)));
                var whole = Of(values);
                return merged.Count == whole.Count
                    && (whole.Count == 0 || Shares.All(share => Math.Abs(merged.Percentile(share) - whole.Percentile(share)) < 1e-9))
                    && Math.Abs(merged.Mean - whole.Mean) < 1e-8
                    && Math.Abs(merged.StandardDeviation - whole.StandardDeviation) < 1e-6;
            },
            tests: 20);
    }

    [Fact]
    public void Zero_and_the_smallest_and_largest_numbers_are_values_like_others()
    {
        var sketch = new DistributionSketch();
        foreach (var value in (double[])[0, -0.0, double.Epsilon, double.MaxValue])
        {
            sketch.Add(value, 100_000);
        }

        Assert.Equal(0, sketch.Percentile(0.3));
        Assert.Equal(double.MaxValue, sketch.Maximum);
        Assert.Equal(double.MaxValue, sketch.Percentile(0.99), double.MaxValue / 1000);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_duration_is_refused(double value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DistributionSketch().Add(value));
    }

    [Fact]
    public void Without_values_there_is_no_summary()
    {
        Assert.Null(new DistributionSketch().Summary());
        Assert.Throws<InvalidOperationException>(() => new DistributionSketch().Percentile(0.5));
    }

    [Fact]
    public void Adding_to_a_full_sketch_allocates_nothing()
    {
        var sketch = new DistributionSketch();
        sketch.Add(5, DistributionSketch.ExactValues + 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            sketch.Add(4 + (i % 4 / 4.0), 3);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static DistributionSketch Of(ReadOnlySpan<double> values)
    {
        var sketch = new DistributionSketch();
        foreach (var value in values)
        {
            sketch.Add(value);
        }

        return sketch;
    }

    private static double Exact(double[] values, double share)
    {
        var sorted = values.Order().ToArray();
        var rank = (sorted.Length - 1) * share;
        var below = (int)rank;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + ((rank - below) * (sorted[below + 1] - sorted[below]));
    }
}
