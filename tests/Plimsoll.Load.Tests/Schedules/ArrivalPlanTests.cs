using FsCheck.Fluent;
using Plimsoll.Load.Schedules;
using Plimsoll.Testing;

namespace Plimsoll.Load.Tests.Schedules;

public sealed class ArrivalPlanTests
{
    [Fact]
    public void Constant_arrivals_do_not_drift()
    {
        var plan = new ArrivalPlan(3, ArrivalLaw.Constant, 1, new SeededRandom(1));
        long last = -1;
        for (var i = 0; i < 300_001; i++)
        {
            last = plan.Next();
        }

        Assert.Equal(100_000_000_000_000, last);
    }

    [Fact]
    public void Any_plan_starts_at_once_and_never_goes_back() => Properties.Check(
        from law in Gen.Elements(ArrivalLaw.Constant, ArrivalLaw.Poisson, ArrivalLaw.Gamma)
        from seed in Gen.Choose(0, int.MaxValue)
        from rate in Gen.Choose(1, 100_000)
        from shape in Gen.Choose(1, 500)
        select (law, seed, rate, shape),
        item =>
        {
            var due = Take(new ArrivalPlan(item.rate / 10.0, item.law, item.shape / 100.0, new SeededRandom(item.seed)), 200);
            return due[0] == 0 && due.Zip(due.Skip(1)).All(pair => pair.Second >= pair.First);
        });

    [Theory]
    [InlineData(ArrivalLaw.Poisson, 1, 1.0)]
    [InlineData(ArrivalLaw.Gamma, 0.5, 1.414)]
    [InlineData(ArrivalLaw.Gamma, 4, 0.5)]
    public void Gaps_have_the_mean_and_the_variation_of_the_law(ArrivalLaw law, double shape, double variation)
    {
        var due = Take(new ArrivalPlan(50, law, shape, new SeededRandom(7)), 100_001);
        var gaps = due.Zip(due.Skip(1)).Select(pair => (pair.Second - pair.First) / 1e9).ToArray();
        var mean = gaps.Average();
        Assert.InRange(mean, 0.0198, 0.0202);
        Assert.InRange(Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean))) / mean, variation * 0.97, variation * 1.03);
    }

    [Fact]
    public void The_seed_decides_and_streams_differ()
    {
        long[] Of(long seed, long stream) => Take(new ArrivalPlan(10, ArrivalLaw.Poisson, 1, new SeededRandom(seed, stream)), 50);
        Assert.Equal(Of(5, 1), Of(5, 1));
        Assert.NotEqual(Of(5, 1), Of(5, 2));
        Assert.NotEqual(Of(5, 1), Of(6, 1));
    }

    private static long[] Take(ArrivalPlan plan, int count)
    {
        var due = new long[count];
        for (var i = 0; i < count; i++)
        {
            due[i] = plan.Next();
        }

        return due;
    }
}
