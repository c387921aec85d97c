using FsCheck.Fluent;
using Plimsoll.Model.Validation;
using Plimsoll.Serving.Workloads;
using Plimsoll.Serving.Workloads.Lengths;
using Plimsoll.Testing;

namespace Plimsoll.Serving.Tests.Workloads;

public sealed class LengthTests
{
    private const int Draws = 100_000;

    [Theory]
    [InlineData("1024")]
    [InlineData("uniform:800..1000")]
    [InlineData("normal:1000,200")]
    [InlineData("lognormal:1000.5,0.8")]
    public void A_distribution_says_what_was_read(string text)
    {
        Assert.Equal(text, Read(text).ToString());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("uniform:9..3")]
    [InlineData("uniform:3")]
    [InlineData("normal:0,1")]
    [InlineData("normal:100,NaN")]
    [InlineData("lognormal:100,-1")]
    [InlineData("99999999999")]
    public void What_is_no_length_is_refused(string text)
    {
        var errors = new List<ValidationError>();

        Assert.Null(LengthText.Parse(text, "--isl", errors));
        Assert.Contains(text, Assert.Single(errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistyped_distribution_is_named()
    {
        var errors = new List<ValidationError>();
        LengthText.Parse("lognromal:1000,1", "--isl", errors);

        Assert.Contains("did you mean 'lognormal'?", Assert.Single(errors).Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uniform:800..1000", 900, 58)]
    [InlineData("normal:1000,200", 1000, 200)]
    [InlineData("lognormal:1000,0.5", 1000, 500)]
    public void Draws_have_the_mean_and_the_deviation_asked_for(string text, double mean, double deviation)
    {
        var values = Isl(Read(text), seed: 1);
        var actual = values.Average();

        Assert.Equal(mean, actual, mean * 0.01);
        Assert.Equal(deviation, Math.Sqrt(values.Average(v => (v - actual) * (v - actual))), deviation * 0.03);
    }

    [Fact]
    public void A_range_reaches_both_of_its_ends_and_nothing_beyond()
    {
        var values = Isl(UniformLength.Below(10, 0.8), seed: 5);

        Assert.Equal([8, 9, 10], values.Distinct().Order());
    }

    [Fact]
    public void The_same_seed_gives_the_same_lengths_in_any_order_and_another_seed_others()
    {
        var lengths = new DrawnLengths(Read("uniform:1..100000"), Read("uniform:1..100000"), seed: 7);
        var again = new DrawnLengths(Read("uniform:1..100000"), Read("uniform:1..100000"), seed: 7);
        var other = new DrawnLengths(Read("uniform:1..100000"), Read("uniform:1..100000"), seed: 8);

        Assert.Equal(Enumerable.Range(0, 50).Select(i => lengths.At(i)), Enumerable.Range(0, 50).Reverse().Select(i => again.At(i)).Reverse());
        Assert.NotEqual(Enumerable.Range(0, 50).Select(i => lengths.At(i)), Enumerable.Range(0, 50).Select(i => other.At(i)));
    }

    [Fact]
    public void Prompts_and_answers_are_independent()
    {
        var lengths = new DrawnLengths(Read("uniform:1..1000"), Read("uniform:1..1000"), seed: 3);
        var pairs = Enumerable.Range(0, Draws).Select(i => lengths.At(i)).ToArray();
        var covariance = pairs.Average(p => (p.Isl - 500.5) * (p.Osl - 500.5));

        Assert.InRange(covariance / (1000 * 1000 / 12.0), -0.02, 0.02);
    }

    [Fact]
    public void Drawn_requests_always_fit_the_engine_and_exceed_their_prefix()
    {
        var cases = from seed in Gen.Choose(0, int.MaxValue)
                    from mean in Gen.Choose(100, 3000)
                    from limit in Gen.Choose(2000, 6000)
                    select (Seed: (ulong)seed, Mean: mean, Limit: limit);
        Properties.Check(cases, c =>
        {
            var lengths = new DrawnLengths(
                new LogNormalLength(c.Mean, 1), new NormalLength(300, 300), c.Seed, prefix: 64, sequenceTokens: c.Limit);
            return Enumerable.Range(0, 100).Select(i => lengths.At(i))
                .All(r => r.Isl > 64 && r.Prefix == 64 && r.Osl >= 1 && r.TotalTokens <= c.Limit);
        });
    }

    [Theory]
    [InlineData("3000", "2000", 0)]
    [InlineData("uniform:10..4090", "10", 0)]
    [InlineData("64", "10", 64)]
    [InlineData("lognormal:100000,0.01", "10", 0)]
    public void Lengths_that_cannot_be_served_are_refused(string isl, string osl, int prefix)
    {
        Assert.Throws<InvalidInputException>(() => new DrawnLengths(Read(isl), Read(osl), 1, prefix, sequenceTokens: 4096));
    }

    [Fact]
    public void Sampled_pairs_stay_together()
    {
        RequestShape[] pairs = [new(10, 1), new(20, 2), new(30, 3)];
        var lengths = new SampledLengths(pairs, seed: 4);
        var drawn = Enumerable.Range(0, 300).Select(i => lengths.At(i)).ToArray();

        Assert.Equal(pairs, drawn.Distinct().OrderBy(p => p.Isl));
    }

    [Fact]
    public void Drawing_allocates_nothing()
    {
        IRequestLengths lengths = new DrawnLengths(Read("lognormal:1000,1"), Read("normal:200,50"), seed: 1);
        lengths.At(0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            lengths.At(i);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static LengthDistribution Read(string text)
    {
        var errors = new List<ValidationError>();
        var parsed = LengthText.Parse(text, "--isl", errors);
        Assert.Empty(errors);
        return parsed!;
    }

    private static double[] Isl(LengthDistribution isl, ulong seed)
    {
        var lengths = new DrawnLengths(isl, new FixedLength(1), seed);
        return [.. Enumerable.Range(0, Draws).Select(i => (double)lengths.At(i).Isl)];
    }
}
