using Plimsoll.Load.Metrics;
using Plimsoll.Load.Prompts;
using Plimsoll.Load.Records;

namespace Plimsoll.Load.Tests.Metrics;

public sealed class RecordMetricTests
{
    [Fact]
    public void Bundled_pieces_give_the_true_time_between_tokens()
    {
        // Four tokens every 8 ms are a token every 2 ms, though 15 tokens follow the first in 24 ms.
        var record = Record([20_000_000, 28_000_000, 36_000_000, 44_000_000], tokens: 16);
        Assert.Equal(2.0, RecordMetric.Find("inter_token_latency")!.Value(record)!.Value, 9);
    }

    [Fact]
    public void A_single_token_has_no_time_between_tokens()
    {
        Assert.Null(RecordMetric.Find("inter_token_latency")!.Value(Record([5], tokens: 1)));
        Assert.Null(RecordMetric.Find("time_to_second_token")!.Value(Record([5], tokens: 1)));
    }

    [Fact]
    public void Latency_counts_from_sending_and_beside_that_from_the_intended_time()
    {
        var record = Record([12_000_000], tokens: 1, startNs: 10_000_000, intendedNs: 1_000_000);
        Assert.Equal(2.0, RecordMetric.Find("request_latency")!.Value(record));
        Assert.Equal(11.0, RecordMetric.Find("effective_latency")!.Value(record));
        Assert.Equal(9.0, RecordMetric.Find("credit_to_start_latency")!.Value(record));
    }

    [Theory]
    [InlineData("ttft:50")]
    [InlineData("time_to_first_token")]
    [InlineData("time_to_first_token:-1")]
    [InlineData("time_to_first_token:abc")]
    [InlineData("")]
    public void A_goodput_that_cannot_be_is_refused(string text) => Assert.Throws<FormatException>(() => Goodput.Read(text));

    [Fact]
    public void A_good_request_meets_every_bound_in_its_direction()
    {
        var record = Record([10_000_000, 20_000_000], tokens: 2);
        Assert.True(Goodput.Read("time_to_first_token:10 output_token_throughput_per_user:100").IsGood(record));
        Assert.False(Goodput.Read("time_to_first_token:9").IsGood(record));
        Assert.False(Goodput.Read("output_token_throughput_per_user:101").IsGood(record));
    }

    private static RequestRecord Record(long[] contentNs, int tokens, long startNs = 0, long intendedNs = 0) => new()
    {
        Number = 0,
        Request = new PreparedRequest(0, [], 8, tokens),
        PhaseIndex = 0,
        IsWarmup = false,
        IsStreamed = true,
        IntendedNs = intendedNs,
        StartNs = startNs,
        FinishedNs = contentNs[^1],
        ContentNs = contentNs,
        FirstAnswerNs = contentNs[0],
        Tokens = new TokenCounts(8, TokenSource.Exact, tokens, null, TokenSource.Usage),
    };
}
