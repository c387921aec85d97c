using FsCheck.Fluent;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Validation;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.Parallelism;

public sealed class LayoutTextTests
{
    [Theory]
    [InlineData("tp4", false, "tp4pp1")]
    [InlineData("tp2pp2", false, "tp2pp2")]
    [InlineData("PP2TP2", false, "tp2pp2")]
    [InlineData("tp4", true, "tp4pp1dp1etp4ep1")]
    [InlineData("dp8ep8", true, "tp1pp1dp8etp1ep8")]
    [InlineData("tp8ep2", true, "tp8pp1dp1etp4ep2")]
    [InlineData("tp4dp2etp2", true, "tp4pp1dp2etp2ep4")]
    [InlineData("tp4pp1dp2etp1ep8", true, "tp4pp1dp2etp1ep8")]
    public void A_layout_is_completed_as_engines_do(string text, bool isMoe, string expected)
    {
        var errors = new List<ValidationError>();

        Assert.Equal(expected, LayoutText.Parse(text, isMoe, "--parallel", errors)?.ToString());
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4")]
    [InlineData("tp")]
    [InlineData("tp0")]
    [InlineData("tp4tp2")]
    [InlineData("tp-4")]
    [InlineData("tp4x")]
    [InlineData("tp99999999999")]
    public void What_is_no_layout_is_refused(string text)
    {
        var errors = new List<ValidationError>();

        Assert.Null(LayoutText.Parse(text, isMoe: false, "--parallel", errors));
        Assert.StartsWith($"--parallel: '{text}' is no layout", Assert.Single(errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_written_layout_reads_back()
    {
        var widths = Gen.Choose(1, 64);
        var layouts = from tp in widths
                      from pp in widths
                      from dp in widths
                      from etp in widths
                      from ep in widths
                      select new ParallelLayout(tp, pp, dp, etp, ep);
        Properties.Check(layouts, layout => LayoutText.Parse(layout.ToString(), isMoe: true, "", []) is { } read
            && (read == layout || (layout is { AttentionDp: 1, MoeTp: 1, MoeEp: 1 } && read == layout with { MoeTp = layout.Tp })));
    }
}
