using FsCheck.Fluent;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Speculation;
using Plimsoll.Model.Validation;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.Speculation;

public sealed class SpeculativeDecodingTests
{
    [Theory]
    [InlineData(new[] { 0.0 }, 1)]
    [InlineData(new[] { 1.0, 1.0 }, 3)]
    [InlineData(new[] { 0.85 }, 1.85)]
    [InlineData(new[] { 0.8, 0.5, 0.5 }, 1 + 0.8 + 0.4 + 0.2)]
    public void A_step_yields_one_token_and_those_drafts_that_all_were_accepted(double[] rates, double expected) =>
        Assert.Equal(expected, new SpeculativeDecoding(rates).TokensPerStep, 12);

    [Fact]
    public void Drawn_tokens_have_the_stated_mean_and_stay_within_the_positions()
    {
        var cases = from count in Gen.Choose(1, 5) from rates in Gen.Choose(0, 100).Select(percent => percent / 100.0).ListOf(count) select rates.ToArray();
        Properties.Check(cases, rates =>
        {
            var speculation = new SpeculativeDecoding(rates);
            const int draws = 2000;
            double sum = 0;
            for (var i = 0; i < draws; i++)
            {
                var tokens = speculation.Tokens((i + 0.5) / draws);
                if (tokens < 1 || tokens > speculation.PositionsPerRow)
                {
                    return false;
                }

                sum += tokens;
            }

            return Math.Abs((sum / draws) - speculation.TokensPerStep) < 0.01;
        });
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 1.1 })]
    [InlineData(new[] { 0.5, -0.1 })]
    [InlineData(new[] { double.NaN })]
    public void Rates_that_are_no_shares_are_refused(double[] rates) => Assert.Throws<InvalidInputException>(() => new SpeculativeDecoding(rates));

    [Fact]
    public void The_draft_is_a_layer_like_the_last_and_memory_holds_it_too()
    {
        var model = ModelCatalog.Find("Qwen/Qwen3-32B");
        Assert.Equal(1, SpeculativeDecoding.DraftOf(model).Layers);
        var stored = SpeculativeDecoding.WithDraftLayer(model);
        Assert.Equal(model.Layers + 1, stored.Layers);
        Assert.True(stored.UnpricedWeightBytes > model.UnpricedWeightBytes);
    }
}
