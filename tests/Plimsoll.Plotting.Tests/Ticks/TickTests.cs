using System.Globalization;
using FsCheck.Fluent;
using Plimsoll.Plotting.Ticks;
using Plimsoll.Testing;

namespace Plimsoll.Plotting.Tests.Ticks;

/// <summary>Round values along axes.</summary>
public sealed class TickTests
{
    [Theory]
    [InlineData(0, 1000, 6, "0 200 400 600 800 1,000")]
    [InlineData(0, 97, 5, "0 25 50 75 100")]
    [InlineData(3, 3, 5, "2.6 2.8 3.0 3.2 3.4")]
    [InlineData(0, 0, 5, "0 0.25 0.50 0.75 1.00")]
    [InlineData(-5, 5, 5, "–5.0 –2.5 0 2.5 5.0")]
    [InlineData(0, 24000, 5, "0 5,000 10,000 15,000 20,000 25,000")]
    [InlineData(0, 2e9, 4, "0 0.5G 1.0G 1.5G 2.0G")]
    public void Linear_ticks_are_what_a_reader_would_write(double minimum, double maximum, int wanted, string expected) =>
        Assert.Equal(expected, string.Join(' ', LinearTicks.Covering(minimum, maximum, wanted).Labels));

    [Theory]
    [InlineData(1, 1000, 5, "1 10 100 1,000")]
    [InlineData(12, 900, 6, "10 20 50 100 200 500 1,000")]
    [InlineData(100, 140, 5, "100 110 120 130 140")]
    [InlineData(0.02, 5, 9, "0.02 0.05 0.1 0.2 0.5 1 2 5")]
    [InlineData(1, 1e12, 5, "1 1,000 1M 1G 1T")]
    public void Logarithmic_ticks_are_what_a_reader_would_write(double minimum, double maximum, int wanted, string expected) =>
        Assert.Equal(expected, string.Join(' ', LogTicks.Covering(minimum, maximum, wanted).Labels));

    [Fact]
    public void Linear_ticks_cover_the_range_with_three_to_nine_round_values() => Properties.Check(
        from low in Gen.Choose(-1_000_000, 1_000_000)
        from extent in Gen.Choose(1, 1_000_000)
        from exponent in Gen.Choose(-9, 9)
        from wanted in Gen.Choose(2, 12)
        select (Low: low * Math.Pow(10, exponent), High: (low + extent) * Math.Pow(10, exponent), Wanted: wanted),
        range =>
        {
            var ticks = LinearTicks.Covering(range.Low, range.High, range.Wanted);
            var slack = 1e-8 * Math.Max(Math.Abs(range.Low), Math.Abs(range.High));
            return ticks.Values.Length is >= 3 and <= 9
                && ticks.First <= range.Low + slack && ticks.Last >= range.High - slack
                && IsRound(ticks.Values[1] - ticks.Values[0])
                && AreEvenlySpaced(ticks.Values)
                && ticks.Labels.Distinct(StringComparer.Ordinal).Count() == ticks.Labels.Length;
        },
        tests: 2000);

    [Fact]
    public void Logarithmic_ticks_cover_the_range_with_three_to_nine_rising_positive_values() => Properties.Check(
        from low in Gen.Choose(-600, 600)
        from extent in Gen.Choose(0, 1200)
        from wanted in Gen.Choose(2, 12)
        select (Low: Math.Pow(10, low / 100.0), High: Math.Pow(10, (low + extent) / 100.0), Wanted: wanted),
        range =>
        {
            var ticks = LogTicks.Covering(range.Low, range.High, range.Wanted);
            return ticks.Values.Length is >= 3 and <= 9
                && ticks.First > 0
                && ticks.First <= range.Low * (1 + 1e-8) && ticks.Last >= range.High * (1 - 1e-8)
                && ticks.Values.Zip(ticks.Values.Skip(1)).All(pair => pair.First < pair.Second)
                && ticks.Labels.Distinct(StringComparer.Ordinal).Count() == ticks.Labels.Length;
        },
        tests: 2000);

    [Fact]
    public void Labels_read_back_as_their_values() => Properties.Check(
        from low in Gen.Choose(-50_000, 50_000)
        from extent in Gen.Choose(1, 90_000)
        from decimals in Gen.Choose(0, 3)
        select (Low: low / Math.Pow(10, decimals), High: (low + extent) / Math.Pow(10, decimals)),
        range =>
        {
            var ticks = LinearTicks.Covering(range.Low, range.High, 6);
            return ticks.Values.Zip(ticks.Labels).All(pair =>
                Math.Abs(double.Parse(pair.Second.Replace('–', '-'), NumberStyles.Number, CultureInfo.InvariantCulture) - pair.First) < 1e-9);
        });

    [Fact]
    public void Fixed_ends_have_their_ticks_inside() => Properties.Check(
        from low in Gen.Choose(1, 10_000)
        from extent in Gen.Choose(1, 100_000)
        select (Low: low / 7.0, High: (low + extent) / 7.0),
        range =>
        {
            var (linear, logarithmic) = (LinearTicks.Within(range.Low, range.High, 6), LogTicks.Within(range.Low, range.High, 6));
            return new[] { linear, logarithmic }.All(ticks => ticks.Values.Length is >= 2 and <= 9
                && ticks.First >= range.Low * (1 - 1e-8) && ticks.Last <= range.High * (1 + 1e-8));
        },
        tests: 2000);

    private static bool IsRound(double step)
    {
        var mantissa = step / Math.Pow(10, Math.Floor(Math.Log10(step * (1 + 1e-6))));
        return new[] { 1, 2, 2.5, 5 }.Any(factor => Math.Abs(mantissa - factor) < 1e-3);
    }

    private static bool AreEvenlySpaced(double[] values)
    {
        var step = (values[^1] - values[0]) / (values.Length - 1);
        return values.Select((value, i) => Math.Abs(value - values[0] - (i * step))).All(error => error < 1e-6 * step);
    }
}
