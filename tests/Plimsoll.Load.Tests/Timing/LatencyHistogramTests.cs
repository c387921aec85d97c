using FsCheck.Fluent;
using Plimsoll.Load.Timing;
using Plimsoll.Testing;

namespace Plimsoll.Load.Tests.Timing;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Quantiles_are_within_a_bucket_of_the_truth() => Properties.Check(
        from values in (from magnitude in Gen.Choose(0, 31) from value in Gen.Choose(0, int.MaxValue) select (long)value << magnitude >> 20).NonEmptyListOf()
        from percent in Gen.Choose(0, 100)
        select (values, percent),
        item =>
        {
            var histogram = new LatencyHistogram();
            foreach (var value in item.values)
            {
                histogram.Add(value);
            }

            var sorted = item.values.Order().ToArray();
            var truth = sorted[Math.Max(0, (int)Math.Ceiling(item.percent / 100.0 * sorted.Length) - 1)];
            var told = histogram.QuantileNs(item.percent / 100.0);
            return told >= truth && told <= truth * 1.016 + 1 && histogram.MaximumNs == sorted[^1] && histogram.Count == sorted.Length;
        });

    [Fact]
    public void The_longest_duration_has_a_place()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(long.MaxValue);
        histogram.Add(-5);
        Assert.Equal(long.MaxValue, histogram.QuantileNs(1));
        Assert.Equal(0, histogram.QuantileNs(0.5));
    }
}
