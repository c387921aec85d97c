using Plimsoll.Model.KernelTimes;

namespace Plimsoll.Model.Tests.KernelTimes;

/// <summary>Surfaces of attention that reaches back a window of 256 tokens: times grow with the square of a prompt up to it, with the length beyond.</summary>
public sealed class WindowedSurfaceTests
{
    private const int Window = 256;

    private static readonly double[] Lengths = [64, 128, 256, 512, 1024, 4096];

    private static readonly PrefillAttentionSurface Prefill = new(
        Lengths, [1], Array.ConvertAll(Lengths, Pairs), Provenance.Measured, kvReadMsPerToken: 0.001, relativeUncertainty: 0.04, "made up", Window);

    private static readonly DecodeAttentionSurface Decode = new(
        [1, 8], [128, 1024], [1, 2, 8, 16], Provenance.Measured, relativeUncertainty: 0.04, "made up", Window);

    [Theory]
    [InlineData(768)]
    [InlineData(2000)]
    [InlineData(8192)]
    public void Long_prompts_cost_in_proportion_to_their_length(int length) => Assert.Equal(Pairs(length), Prefill.Ms(1, length, 0), Pairs(length) * 0.002);

    [Fact]
    public void A_long_prefix_costs_no_more_than_one_of_the_window()
    {
        Assert.Equal(Prefill.Ms(1, 1024, Window), Prefill.Ms(1, 1024, 30_000), 9);
        Assert.Equal(1024.0 * Window / 1e5, Prefill.Ms(1, 1024, 30_000), 0.01);
    }

    [Fact]
    public void The_chunks_of_a_prompt_cost_as_much_as_the_whole() =>
        Assert.Equal(Prefill.Ms(1, 4096, 0), Prefill.Ms(1, 2048, 0) + Prefill.Ms(1, 2048, 2048), 0.02);

    [Fact]
    public void Decode_rows_cost_the_same_at_any_length_beyond_the_measured_ones() =>
        Assert.Equal((2, 16), (Decode.Ms(1, 100_000), Decode.Ms(8, 100_000)));

    private static double Pairs(double length) => (length <= Window ? length * length / 2 : (length * Window) - (Window * Window / 2.0)) / 1e5;
}
