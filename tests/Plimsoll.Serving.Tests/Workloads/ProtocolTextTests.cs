using Plimsoll.Model.Validation;
using Plimsoll.Serving.Workloads.Protocols;
using Plimsoll.Serving.Workloads.Traces;

namespace Plimsoll.Serving.Tests.Workloads;

public sealed class ProtocolTextTests
{
    [Theory]
    [InlineData("closed:64")]
    [InlineData("steady:1")]
    [InlineData("poisson:12.5")]
    [InlineData("constant:0.25")]
    [InlineData("gamma:3,2.5")]
    [InlineData("burst")]
    public void A_protocol_says_what_was_read(string text)
    {
        var errors = new List<ValidationError>();

        Assert.Equal(text, ProtocolText.Parse(text, "--protocol", new TraceOptions(), errors)?.ToString());
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("closed:0", "closed:CLIENTS")]
    [InlineData("closed", "closed:CLIENTS")]
    [InlineData("closed:2.5", "closed:CLIENTS")]
    [InlineData("poisson:-1", "poisson:RATE")]
    [InlineData("poisson:NaN", "poisson:RATE")]
    [InlineData("gamma:3", "gamma:RATE,CV")]
    [InlineData("gamma:3,0", "gamma:RATE,CV")]
    [InlineData("burst:7", "burst")]
    [InlineData("trace:", "trace:FILE")]
    [InlineData("poison:3", "did you mean 'poisson:RATE'?")]
    [InlineData("something else", "one of closed:CLIENTS")]
    public void What_is_no_protocol_is_refused_with_the_form_it_should_have(string text, string expected)
    {
        var errors = new List<ValidationError>();

        Assert.Null(ProtocolText.Parse(text, "--protocol", new TraceOptions(), errors));
        var error = Assert.Single(errors);
        Assert.Equal("--protocol", error.Path);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_loop_sends_ten_requests_for_each_client()
    {
        Assert.Equal(640, new ClosedLoop(64).DefaultRequests);
    }
}
