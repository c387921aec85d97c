using Plimsoll.Model.Parallelism;

namespace Plimsoll.Model.Tests.Parallelism;

public sealed class ParallelLayoutTests
{
    [Theory]
    [InlineData(4, 1, 1, 1, 1, "tp4pp1")]
    [InlineData(8, 2, 1, 1, 1, "tp8pp2")]
    [InlineData(2, 1, 1, 1, 2, "tp2pp1dp1etp1ep2")]
    [InlineData(2, 1, 4, 2, 4, "tp2pp1dp4etp2ep4")]
    public void It_is_written_as_the_tables_write_it(int tp, int pp, int dp, int moeTp, int moeEp, string expected) =>
        Assert.Equal(expected, new ParallelLayout(tp, pp, dp, moeTp, moeEp).ToString());

    [Fact]
    public void Gpus_count_every_rank_once()
    {
        var layout = new ParallelLayout(2, Pp: 3, AttentionDp: 4, MoeTp: 1, MoeEp: 8);
        Assert.Equal((24, 8), (layout.Gpus, layout.StageGpus));
    }
}
