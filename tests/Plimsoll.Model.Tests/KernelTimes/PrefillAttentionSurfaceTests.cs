using FsCheck.Fluent;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.KernelTimes;

public sealed class PrefillAttentionSurfaceTests
{
    // Whole prompts cost s² microseconds a sequence: 1, 4, 16 units at lengths 1, 2, 4 thousand.
    private static PrefillAttentionSurface Quadratic(double kvReadMsPerToken = 0) => new(
        [1000, 2000, 4000], [1, 2], [1, 2, 4, 8, 16, 32], Provenance.Measured, kvReadMsPerToken, 0.04, "here");

    [Fact]
    public void Every_grid_point_answers_exactly_what_was_measured() => Properties.Check(Curves.Prefill, surface =>
    {
        for (var l = 0; l < surface.Lengths.Count; l++)
        {
            for (var b = 0; b < surface.Batches.Count; b++)
            {
                var (batch, length) = ((int)surface.Batches[b], surface.Lengths[l]);
                var at = surface.At(batch, length, 0);
                if (Math.Abs(surface.Ms(batch, length, 0) - surface.GridMs(l, b)) > 1e-12 * at.Ms
                    || at.RelativeUncertainty != surface.RelativeUncertainty)
                {
                    return false;
                }
            }
        }

        return true;
    });

    [Fact]
    public void Inside_a_cell_the_time_stays_between_its_corners() => Properties.Check(
        from surface in Curves.Prefill
        where surface.Lengths.Count > 1
        from l in Gen.Choose(0, surface.Lengths.Count - 2)
        from b in Gen.Choose(0, surface.Batches.Count - 1)
        from share in Gen.Choose(0, 100)
        from batchShare in Gen.Choose(0, 100)
        select (surface, l, b, share / 100.0, batchShare / 100.0),
        sample =>
        {
            var (surface, l, b, share, batchShare) = sample;
            var length = surface.Lengths[l] + (share * (surface.Lengths[l + 1] - surface.Lengths[l]));
            var next = Math.Min(b + 1, surface.Batches.Count - 1);
            var batch = (int)(surface.Batches[b] + (batchShare * (surface.Batches[next] - surface.Batches[b])));
            var ms = surface.Ms(batch, length, 0);
            return ms >= surface.GridMs(l, b) * (1 - 1e-12) && ms <= surface.GridMs(l + 1, next) * (1 + 1e-12);
        });

    [Theory]
    [InlineData(0, 100, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(1, 0, 5000)]
    public void No_work_costs_nothing(int sequences, double newTokens, double cachedTokens)
    {
        Assert.Equal(0, Quadratic(1).Ms(sequences, newTokens, cachedTokens));
        Assert.Equal(KernelTime.Zero, Quadratic(1).At(sequences, newTokens, cachedTokens));
    }

    [Fact]
    public void A_chunk_costs_the_pairs_it_attends_to()
    {
        // 1000 new over 1000 cached tokens are three quarters of the pairs of a prompt of 2000; over 3000 cached 7/16 of one of 4000.
        Assert.Equal(3, Quadratic().Ms(1, 1000, 1000), 12);
        Assert.Equal(7, Quadratic().Ms(1, 1000, 3000), 12);
        Assert.Equal(14, Quadratic().Ms(2, 1000, 3000), 12);
    }

    [Fact]
    public void A_chunk_costs_at_least_reading_its_cache()
    {
        var readBound = Quadratic(kvReadMsPerToken: 0.1);
        Assert.Equal(0.1 * 3000, readBound.Ms(1, 10, 3000), 12);
        Assert.Equal(0.1 * 3000 * 2, readBound.Ms(2, 10, 3000), 12);
    }

    [Fact]
    public void More_cached_tokens_never_cost_less() => Properties.Check(
        from surface in Curves.Prefill
        from sequences in Gen.Choose(1, 9)
        from tokens in Curves.Size
        from a in Curves.Size
        from b in Curves.Size
        select (surface, sequences, tokens, Math.Min(a, b), Math.Max(a, b)),
        sample => sample.surface.Ms(sample.sequences, sample.tokens, sample.Item4)
            <= sample.surface.Ms(sample.sequences, sample.tokens, sample.Item5) * (1 + 1e-9),
        tests: 2000);

    [Fact]
    public void More_new_tokens_or_sequences_never_cost_less() => Properties.Check(
        from surface in Curves.Prefill
        from sequences in Gen.Choose(1, 9)
        from more in Gen.Choose(0, 5)
        from cached in Curves.Size
        from a in Curves.Size
        from b in Curves.Size
        select (surface, sequences, more, cached, Math.Min(a, b), Math.Max(a, b)),
        sample => sample.surface.Ms(sample.sequences, sample.Item5, sample.cached)
            <= sample.surface.Ms(sample.sequences + sample.more, sample.Item6, sample.cached) * (1 + 1e-9));

    [Fact]
    public void The_chunks_of_a_prompt_never_cost_less_than_the_whole() => Properties.Check(
        from surface in Curves.Prefill
        from chunks in Gen.Choose(1, 20_000).NonEmptyListOf()
        from sequences in Gen.Choose(1, 4)
        select (surface, chunks, sequences),
        sample =>
        {
            double done = 0, inChunks = 0;
            foreach (var chunk in sample.chunks)
            {
                inChunks += sample.surface.Ms(sample.sequences, chunk, done);
                done += chunk;
            }

            return inChunks >= sample.surface.Ms(sample.sequences, done, 0) * (1 - 1e-9);
        },
        tests: 1000);

    [Fact]
    public void Beyond_the_grid_time_grows_with_the_square_of_the_length_and_with_the_sequences()
    {
        Assert.Equal(64, Quadratic().Ms(1, 8000, 0), 12);
        Assert.Equal(16 * 2.0 * 4, Quadratic().Ms(8, 4000, 0), 12);
        Assert.Equal(1, Quadratic().Ms(1, 10, 0), 12);
    }

    [Theory]
    [InlineData(1, 2000, 0, Provenance.Measured)]
    [InlineData(2, 4000, 0, Provenance.Measured)]
    [InlineData(1, 1500, 0, Provenance.Interpolated)]
    [InlineData(1, 1000, 1000, Provenance.Interpolated)]
    [InlineData(1, 999, 0, Provenance.Extrapolated)]
    [InlineData(1, 4001, 0, Provenance.Extrapolated)]
    [InlineData(1, 1000, 4000, Provenance.Extrapolated)]
    [InlineData(3, 2000, 0, Provenance.Extrapolated)]
    public void Provenance_tells_the_grid_from_its_inside_from_beyond(int sequences, double tokens, double cached, Provenance expected) =>
        Assert.Equal(expected, Quadratic().At(sequences, tokens, cached).Provenance);

    [Fact]
    public void Fewer_sequences_than_were_ever_measured_are_no_interpolation()
    {
        var surface = new PrefillAttentionSurface([1000], [4, 8], [4, 8], Provenance.Measured, 0, 0.04, "here");
        Assert.Equal(Provenance.Extrapolated, surface.At(2, 1000, 0).Provenance);
    }

    [Fact]
    public void A_transferred_grid_stays_transferred_everywhere() => Properties.Check(
        from surface in Curves.Prefill
        from tokens in Curves.Size
        from cached in Curves.Size
        where tokens > 0
        select (surface.Lengths, tokens, cached),
        sample =>
        {
            var surface = new PrefillAttentionSurface([1000, 2000], [1], [1, 4], Provenance.Transferred, 0, 0.04, "elsewhere");
            return surface.At(1, sample.tokens, sample.cached).Provenance == Provenance.Transferred;
        });

    [Fact]
    public void Uncertainty_grows_off_the_grid_over_a_cache_and_with_the_distance()
    {
        (double Tokens, double Cached)[] farther = [(2000, 0), (1500, 0), (1000, 500), (1000, 7000), (1000, 60_000)];
        var uncertainties = Array.ConvertAll(farther, at => Quadratic().At(1, at.Tokens, at.Cached).RelativeUncertainty);
        Assert.Equal(uncertainties.Order().Distinct(), uncertainties);
        Assert.Equal(0.04, uncertainties[0]);
        Assert.True(Quadratic().At(16, 2000, 0).RelativeUncertainty > Quadratic().At(4, 2000, 0).RelativeUncertainty);
    }

    [Fact]
    public void A_grid_with_holes_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new PrefillAttentionSurface([1, 2], [1, 2], [1, 2, 3], Provenance.Measured, 0, 0, ""));
        Assert.Throws<ArgumentException>(() => new PrefillAttentionSurface([], [1], [], Provenance.Measured, 0, 0, ""));
        Assert.Throws<ArgumentException>(() => new PrefillAttentionSurface([1], [], [], Provenance.Measured, 0, 0, ""));
    }
}
