using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.Models;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Tests.Operators;

namespace Plimsoll.Model.Tests.KernelTimes.Tables;

public sealed class RecurrentTableTests
{
    private static readonly RecurrentKernel Scan = new(RecurrentKind.GatedDelta, IsConvolution: false, 4, 8, 128, 128, 4);

    private static readonly RecurrentRow[] Rows =
    [
        new("context", 1, 128, 0.1), new("context", 1, 1024, 0.5), new("context", 8, 128, 0.4), new("context", 8, 1024, 3),
        new("context", 1, 128, 0.01) { Kernel = "causal_conv1d_fn" },
        new("generation", 1, 1, 0.02) { Kernel = "fused_recurrent" }, new("generation", 64, 1, 0.2) { Kernel = "fused_recurrent" },
        new("generation", 1, 1, 9) { Kernel = "seldom_used" },
        new("verify", 1, 4, 99),
    ];

    [Fact]
    public void A_measured_recurrence_answers_with_its_measurements()
    {
        var source = new SmallDatabase().Recurrent(Rows).Source();
        var prefill = source.PrefillMixer(Scan)!;
        Assert.Equal((0.1, 3, 0.3), (prefill.Ms(1, 128, 0), prefill.Ms(8, 1024, 0), Math.Round(prefill.Ms(1, 576, 0), 9)));
        Assert.Equal(Provenance.Measured, prefill.At(8, 1024, 0).Provenance);
        Assert.Equal(0.01, source.PrefillMixer(Scan with { IsConvolution = true })!.Ms(1, 128, 0));
    }

    [Fact]
    public void Cached_tokens_cost_a_recurrence_nothing()
    {
        var prefill = new SmallDatabase().Recurrent(Rows).Source().PrefillMixer(Scan)!;
        Assert.Equal(prefill.Ms(1, 1024, 0), prefill.Ms(1, 1024, 100_000));
    }

    [Fact]
    public void Decode_takes_the_kernel_that_was_measured_most_and_no_notice_of_lengths()
    {
        var decode = new SmallDatabase().Recurrent(Rows).Source().DecodeMixer(Scan)!;
        Assert.Equal((0.02, 0.2, 0.2), (decode.Ms(1, 128), decode.Ms(64, 128), decode.Ms(64, 1_000_000)));
    }

    [Fact]
    public void Another_number_of_heads_is_transferred_by_its_work()
    {
        var prefill = new SmallDatabase().Recurrent(Rows).Source().PrefillMixer(Scan with { Heads = 16, KeyHeads = 8 })!;
        Assert.InRange(prefill.Ms(8, 1024, 0), 5, 6);
        Assert.Equal((Provenance.Transferred, "table vllm 1.0.0, from 8 heads of 128×128"), (prefill.At(8, 1024, 0).Provenance, prefill.Source));
    }

    [Fact]
    public void Where_nothing_was_measured_a_recurrence_is_as_fast_as_memory_allows()
    {
        var kernels = new KernelSet(SmallModels.Node, [new SmallDatabase().Recurrent(Rows).Source()]);
        var kernel = Scan with { Rule = RecurrentKind.StateSpace };
        var time = kernels.DecodeMixer(kernel).At(256, 4096);
        Assert.Equal(Provenance.Roofline, time.Provenance);
        Assert.InRange(time.Ms, kernel.DecodeBoundMs(SmallModels.Node, 256, 4096), 1.5 * kernel.DecodeBoundMs(SmallModels.Node, 256, 4096));
    }

    [Fact]
    public void Hyper_connections_are_known_by_direction_streams_and_width()
    {
        var source = new SmallDatabase().HyperConnections(("pre", 1, 0.1), ("pre", 64, 0.2), ("post", 1, 0.3)).Source();
        Assert.Equal(0.2, source.PerToken(new HyperConnection(4096, 4, IsAfter: false))!.Ms(64));
        Assert.Equal(0.3, source.PerToken(new HyperConnection(4096, 4, IsAfter: true))!.Ms(1));
        Assert.Null(source.PerToken(new HyperConnection(4096, 2, IsAfter: true)));
    }
}
