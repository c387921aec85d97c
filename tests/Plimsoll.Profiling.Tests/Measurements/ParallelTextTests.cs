using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Validation;
using Plimsoll.Profiling.Measurements;

namespace Plimsoll.Profiling.Tests.Measurements;

public sealed class ParallelTextTests
{
    [Theory]
    [InlineData("tp1", "tp1")]
    [InlineData("TP2", "tp2")]
    [InlineData("tp1 dp2", "tp1 dp2")]
    [InlineData("ep2", "tp2 ep2")]
    [InlineData("dp2 ep", "tp1 dp2 ep2")]
    [InlineData("tp2 ep2", "tp2 ep2")]
    [InlineData("tp4pp1dp2etp1ep8", "tp4 dp2 ep8")]
    [InlineData("2 workers tp1", "2 x tp1")]
    [InlineData("1 prefill worker tp1 + 1 decode worker tp1", "tp1 + tp1")]
    [InlineData("2 decode workers tp2 + 1 prefill worker tp4", "tp4 + 2 x tp2")]
    [InlineData("4p tp2 + 1d tp8", "4 x tp2 + tp8")]
    public void Widths_and_pools_are_read_as_people_write_them(string text, string expected) =>
        Assert.Equal(expected, Read(text)!.ToString());

    [Theory]
    [InlineData("tp")]
    [InlineData("tp0")]
    [InlineData("tp2 tp4")]
    [InlineData("two gpus")]
    [InlineData("tp1 + tp2")]
    [InlineData("1 prefill worker tp1")]
    [InlineData("tp2 zp3")]
    public void What_is_no_layout_is_refused_with_its_place(string text)
    {
        var errors = new List<ValidationError>();

        Assert.Null(ParallelText.Read(text, [], "here", errors));
        Assert.All(errors, error => Assert.Equal("here", error.Path));
        Assert.NotEmpty(errors);
    }

    [Fact]
    public void Launch_arguments_fill_what_the_text_leaves_open()
    {
        Assert.Equal("tp2 ep2", Read("tp2", "--enable-expert-parallel")!.ToString());
        Assert.Equal("tp1 dp2 ep2", Read("ep2", "--data-parallel-size", "2")!.ToString());
        Assert.Equal("tp4", Read("", "--tensor-parallel-size=4")!.ToString());
    }

    [Fact]
    public void A_text_that_contradicts_its_launch_arguments_is_refused()
    {
        var errors = new List<ValidationError>();

        ParallelText.Read("tp2", ["--tensor-parallel-size", "4"], "stage.json, parallel", errors);

        Assert.Contains("contradicts the launch argument --tensor-parallel-size 4", Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_parallelism_of_a_dense_model_is_whole_engines_side_by_side()
    {
        var widths = Read("tp2 dp2")!.Workers!.Parallelism;

        Assert.Equal((new ParallelLayout(2), 2), widths.For(isMoe: false));
        Assert.Equal((new ParallelLayout(2, 1, 2, 4, 1), 1), widths.For(isMoe: true));
        Assert.Equal((new ParallelLayout(1, 1, 2, 1, 2), 1), Read("dp2 ep2")!.Workers!.Parallelism.For(isMoe: true));
    }

    private static MeasuredTopology? Read(string text, params string[] arguments)
    {
        var errors = new List<ValidationError>();
        var read = ParallelText.Read(text, arguments, "here", errors);
        Assert.Empty(errors);
        return read;
    }
}
