using FsCheck.Fluent;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.KernelTimes;

public sealed class ScalingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(700)]
    public void Scaled_attention_takes_so_much_longer_everywhere(int window) => Properties.Check(
        from sequences in Gen.Choose(1, 40)
        from tokens in Curves.Size
        from cached in Curves.Size
        from percent in Gen.Choose(20, 500)
        select (sequences, tokens, cached, percent / 100.0),
        at =>
        {
            double[] grid = [1, 1000], few = [1, 8];
            var prefill = new PrefillAttentionSurface(grid, few, [0.01, 0.02, 4, 30], Provenance.Measured, 1e-4, 0.1, "table", window);
            var decode = new DecodeAttentionSurface(few, grid, [0.01, 0.1, 0.03, 0.7], Provenance.Measured, 0.1, "table", window);
            return Near(prefill.Scaled(at.Item4).Ms(at.sequences, at.tokens, at.cached), at.Item4 * prefill.Ms(at.sequences, at.tokens, at.cached))
                && Near(decode.Scaled(at.Item4).Ms(at.sequences, at.cached), at.Item4 * decode.Ms(at.sequences, at.cached));
        });

    [Fact]
    public void A_curve_scaled_above_a_size_keeps_what_is_below_and_stretches_the_rest() => Properties.Check(
        from curve in Curves.Rising from bend in Curves.Size from x in Curves.Size from percent in Gen.Choose(100, 300) select (curve, bend, x, percent / 100.0),
        at =>
        {
            var expected = at.curve.Ms(at.x) + (at.x > at.bend ? (at.Item4 - 1) * (at.curve.Ms(at.x) - at.curve.Ms(at.bend)) : 0);
            return Near(at.curve.ScaledAbove(at.bend, at.Item4).Ms(at.x), expected);
        });

    [Fact]
    public void Fewer_rows_than_a_tile_take_no_longer_than_a_tile()
    {
        var curve = new KernelCurve([1, 8, 16, 32], [65, 66, 50, 55], new Provenance[4], tailSlope: 1, relativeUncertainty: 0, source: "table");
        Assert.Equal([50.0, 50.0, 50.0, 55.0], ((double[])[1, 8, 16, 32]).Select(curve.NoSlowerBelow(16).Ms));
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Max(a, b));
}
