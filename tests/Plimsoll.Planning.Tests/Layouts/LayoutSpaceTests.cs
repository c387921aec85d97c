using Plimsoll.Model.Parallelism;
using Plimsoll.Planning.Layouts;
using Plimsoll.Planning.Tests.Search;
using Plimsoll.Serving.Tests.Engines;

namespace Plimsoll.Planning.Tests.Layouts;

public sealed class LayoutSpaceTests
{
    [Theory]
    [InlineData(6, new[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(32, new[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    public void A_dense_worker_has_any_width_up_to_a_node(int gpus, int[] widths) =>
        Assert.Equal(widths, LayoutSpace.Of(Models.Dense(), Systems.Node(), gpus, null, pipelined: false).Select(layout => layout.Tp));

    [Fact]
    public void A_rack_counts_as_a_node_of_sixteen() =>
        Assert.Equal(16, LayoutSpace.Of(Models.Dense(), Systems.Node(gpusPerNode: 4) with { GpusPerRack = 72 }, 64, null, pipelined: false).Count);

    [Fact]
    public void Experts_and_attention_span_the_same_gpus()
    {
        var layouts = LayoutSpace.Of(Models.Moe(), Systems.Node(), 12, null, pipelined: false);
        Assert.All(layouts, layout => Assert.Equal(layout.StageGpus, layout.MoeTp * layout.MoeEp));
        Assert.Equal([1, 2, 3, 4, 6, 8, 12], layouts.Select(layout => layout.Gpus).Distinct());
        Assert.Equal(layouts.Count, layouts.Distinct().Count());
        Assert.Contains(new ParallelLayout(2, 1, 4, 1, 8), layouts);
    }

    [Fact]
    public void Beyond_sixteen_gpus_experts_go_wide_in_one_way_up_to_sixty_four()
    {
        var wide = LayoutSpace.Of(Models.Moe(), Systems.Node(), 128, null, pipelined: false).Where(layout => layout.Gpus > 16);
        Assert.Equal([new ParallelLayout(1, 1, 32, 1, 32), new ParallelLayout(1, 1, 64, 1, 64)], wide);
        Assert.DoesNotContain(LayoutSpace.Of(Models.Dense(), Systems.Node(), 128, null, pipelined: false), layout => layout.Gpus > 16);
        Assert.DoesNotContain(LayoutSpace.Of(Models.Moe(), Systems.Node(), 128, mostGpus: 16, pipelined: false), layout => layout.Gpus > 16);
    }

    [Fact]
    public void Pipelines_stay_within_the_budget_and_the_limit()
    {
        var layouts = LayoutSpace.Of(Models.Dense(), Systems.Node(), 24, mostGpus: 16, pipelined: true);
        Assert.All(layouts, layout => Assert.True(layout.Pp >= 2 && layout.Gpus <= 16));
        Assert.Contains(new ParallelLayout(8, 2), layouts);
    }
}
