using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Validation.Predictions;

namespace Plimsoll.Profiling.Tests.Validation;

public sealed class ReplaySourceTests
{
    private static readonly MeasuredRequest[] Requests = [new(1, 10, 2, 0), new(3, 20, 3, 4), new(90, 30, 4, null)];

    [Fact]
    public void Open_requests_are_sent_at_their_times()
    {
        var source = new ReplaySource(Requests, concurrency: null);

        Assert.Equal([1, 3, 90], Enumerable.Range(0, 3).Select(_ => source.Send().SentMs));
        Assert.True(source.IsExhausted);
        Assert.Equal(double.PositiveInfinity, source.NextSendMs);
    }

    [Fact]
    public void A_client_of_a_closed_loop_sends_when_its_answer_is_complete()
    {
        var source = new ReplaySource(Requests, concurrency: 2);
        var first = source.Send();
        source.Send();

        Assert.Equal(double.PositiveInfinity, source.NextSendMs);
        Assert.False(source.IsExhausted);
        source.Finished(first, 40);

        Assert.Equal(40, source.NextSendMs);
        var third = source.Send();
        Assert.Equal((2L, 30, 4, null), (third.Id, third.Isl, third.Osl, third.CachedTokens));
        Assert.True(source.IsExhausted);
    }
}
