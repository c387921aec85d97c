namespace Plimsoll.Model.Tests.Steps.Truth;

/// <summary>
/// The laws that hold exactly for kernels whose times never fall, on measured tables, which are noisy: how far they are broken is pinned.
/// </summary>
public sealed class RealTableLawTests
{
    [Theory]
    [InlineData("l8b_tp1", 0.05)]
    [InlineData("q30a3_tp1", 0.01)]
    // Our own measurement of the down projection: 65 µs up to 8 rows, 50 µs at 16.
    [InlineData("q32f8_tp1", 0.08)]
    public void More_decode_rows_hardly_ever_cost_less(string stage, double most)
    {
        var worker = new TruthWorker(TruthStage.Require(stage), KernelBasis.Tables);
        foreach (var length in (int[])[128, 1000, 8000])
        {
            Assert.InRange(LargestFall(Enumerable.Range(1, 256), rows => worker.DecodeMs(rows, length)), 0, most);
        }
    }

    [Theory]
    [InlineData("l8b_tp1")]
    [InlineData("q30a3_tp1")]
    [InlineData("q32f8_tp1")]
    public void Longer_caches_hardly_ever_cost_less(string stage)
    {
        var worker = new TruthWorker(TruthStage.Require(stage), KernelBasis.Tables);
        foreach (var rows in (int[])[1, 16, 200])
        {
            Assert.InRange(LargestFall(Enumerable.Range(1, 300).Select(i => 100 * i), length => worker.DecodeMs(rows, length)), 0, 0.01);
        }
    }

    [Theory]
    [InlineData("l8b_tp1")]
    [InlineData("q30a3_tp1")]
    [InlineData("q32f8_tp1")]
    public void Prompts_in_chunks_hardly_ever_cost_less_than_whole(string stage)
    {
        var worker = new TruthWorker(TruthStage.Require(stage), KernelBasis.Tables);
        foreach (var prompt in (int[])[4000, 8192, 16_384])
        {
            var whole = worker.ChunksMs(prompt, 0, prompt);
            // Chunks of a mixture above the largest graph take the time of launching, however few their tokens.
            Assert.All([512, 1000, 2048, 4096], budget => Assert.InRange(worker.ChunksMs(prompt, 0, budget) / whole, 0.96, 5));
        }
    }

    [Theory]
    [InlineData("l8b_tp1")]
    [InlineData("q30a3_tp1")]
    [InlineData("q32f8_tp1")]
    public void More_cached_tokens_hardly_ever_cost_less(string stage)
    {
        var worker = new TruthWorker(TruthStage.Require(stage), KernelBasis.Tables);
        foreach (var tokens in (int[])[16, 512, 4000])
        {
            Assert.InRange(
                LargestFall(Enumerable.Range(0, 100).Select(i => 200 * i), cached => worker.ChunksMs(cached + tokens, cached, 8192)), 0, 0.01);
        }
    }

    // The largest relative fall below what a smaller size cost.
    private static double LargestFall(IEnumerable<int> sizes, Func<int, double> ms)
    {
        double most = 0, fall = 0;
        foreach (var size in sizes)
        {
            var now = ms(size);
            fall = Math.Max(fall, 1 - (now / Math.Max(most, now)));
            most = Math.Max(most, now);
        }

        return fall;
    }
}
