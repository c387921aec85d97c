using System.Text;
using FsCheck.Fluent;
using Plimsoll.Load.Endpoints;
using Plimsoll.Testing;

namespace Plimsoll.Load.Tests.Endpoints;

public sealed class EventStreamParserTests
{
    [Theory]
    [InlineData("data: a\n\n", "a")]
    [InlineData("data:a\r\n\r\ndata: b\n\n", "a|b")]
    [InlineData("data: a\rdata: b\r\r", "a\nb")]
    [InlineData(": comment\nid: 7\nretry: 10\ndata: a\n\n", "a")]
    [InlineData("event: error\ndata: broken\n\ndata: fine\n\n", "!broken|fine")]
    [InlineData("event: error\n\ndata: fine\n\n", "fine")]
    [InlineData("data: a", "a")]
    [InlineData("data:\n\n", "")]
    [InlineData("database: a\n\n", null)]
    [InlineData("\n\n\n", null)]
    public void Events_are_read_as_the_standard_says(string stream, string? events) => Assert.Equal(events, Read([stream]));

    [Fact]
    public void Pieces_cut_anywhere_give_the_same_events()
    {
        const string stream = ": hi\r\ndata: {\"a\": 1}\r\n\r\nevent: error\rdata: x\rdata: y\r\rdata: [DONE]\n\n";
        var whole = Read([stream]);
        for (var first = 0; first <= stream.Length; first++)
        {
            for (var second = first; second <= stream.Length; second++)
            {
                Assert.Equal(whole, Read([stream[..first], stream[first..second], stream[second..]]));
            }
        }
    }

    [Fact]
    public void An_endless_line_is_refused()
    {
        var parser = new EventStreamParser(new Listener(), mostBytes: 1000);
        Assert.Throws<RequestFailedException>(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                parser.Feed("data: xxxxxxxxxx"u8);
            }
        });
    }

    [Fact]
    public void An_endless_event_is_refused()
    {
        var parser = new EventStreamParser(new Listener(), mostBytes: 1000);
        Assert.Throws<RequestFailedException>(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                parser.Feed("data: xxxxxxxxxx\n"u8);
            }
        });
    }

    [Fact]
    public void Any_bytes_end_in_an_answer_or_a_failure() => Properties.Check(
        Gen.Elements("data: ", "{", "}", "\"choices\":", "[", "]", "\"delta\":", "\"content\":", "\"x\"", "\"usage\":", "\"error\":", "null", ",", ":", "\n", "\r", "\n\n", "12", "\\u00", "é", "\"tool_calls\":", "\"text\":").ArrayOf(),
        parts =>
        {
            var answer = new AnswerReader { KeepsText = true };
            var parser = new EventStreamParser(new Reading(answer));
            try
            {
                foreach (var part in parts)
                {
                    parser.Feed(Encoding.UTF8.GetBytes(part));
                }

                parser.Finish();
                return true;
            }
            catch (RequestFailedException failed)
            {
                return failed.Message.Length < 3000;
            }
        },
        tests: 3000);

    private static string? Read(IEnumerable<string> pieces)
    {
        var listener = new Listener();
        var parser = new EventStreamParser(listener);
        foreach (var piece in pieces)
        {
            parser.Feed(Encoding.UTF8.GetBytes(piece));
        }

        parser.Finish();
        return listener.Events.Count == 0 ? null : string.Join('|', listener.Events);
    }

    private sealed class Listener : IEventHandler
    {
        public List<string> Events { get; } = [];

        public void OnEvent(bool isError, ReadOnlySpan<byte> data) => Events.Add((isError ? "!" : "") + Encoding.UTF8.GetString(data));
    }

    private sealed class Reading(AnswerReader answer) : IEventHandler
    {
        public void OnEvent(bool isError, ReadOnlySpan<byte> data) => answer.Read(data);
    }
}
