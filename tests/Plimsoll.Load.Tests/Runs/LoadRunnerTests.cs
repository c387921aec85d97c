using Plimsoll.Load.Endpoints;
using Plimsoll.Load.Prompts;
using Plimsoll.Load.Records;
using Plimsoll.Load.Runs;
using Plimsoll.Load.Schedules;
using Plimsoll.Load.Timing;
using Plimsoll.Testing;
using static Plimsoll.Testing.ScriptedServer;

namespace Plimsoll.Load.Tests.Runs;

/// <summary>Runs against a server on the loopback, through real sockets.</summary>
public sealed class LoadRunnerTests
{
    private static readonly string Answer = StreamHead + Chunked("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n")
        + Chunked(Token("a")) + Chunked(Token("b") + Token("c")) + Chunked(Usage(3)) + Chunked("data: [DONE]\n\n") + StreamEnd;

    [Fact]
    public void Every_request_is_sent_once_and_its_tokens_are_the_servers()
    {
        using var server = new ScriptedServer((_, stream) => Write(stream, Answer));
        var phase = Run(server, new PhaseSettings { Requests = 40, Concurrency = 4 });

        Assert.Equal(40, server.Requests);
        Assert.Equal(Enumerable.Range(0, 40), phase.Records.Select(record => record.Number).Order());
        Assert.All(phase.Records, record =>
        {
            Assert.Null(record.Failure);
            Assert.Equal(3, record.ContentNs.Length);
            Assert.Equal(new TokenCounts(20, TokenSource.Exact, 3, null, TokenSource.Usage), record.Tokens);
            Assert.True(record.SawDone);
            Assert.True(record.ConnectionReused);
        });
    }

    [Fact]
    public void Times_follow_one_another_as_the_server_lets_them()
    {
        using var server = new ScriptedServer(async (_, stream) =>
        {
            await Task.Delay(30);
            await Write(stream, StreamHead + Chunked("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n"));
            await Task.Delay(30);
            await Write(stream, Chunked(Token("a")));
            await Task.Delay(30);
            await Write(stream, Chunked(Token("b")) + Chunked("data: [DONE]\n\n") + StreamEnd);
        });
        var record = Assert.Single(Run(server, new PhaseSettings { Requests = 1, Concurrency = 1 }).Records);

        Assert.True(record.IntendedNs <= record.StartNs && record.StartNs <= record.FirstWriteNs && record.FirstWriteNs <= record.LastWriteNs);
        Assert.True(record.AcknowledgedNs - record.LastWriteNs >= 25_000_000);
        Assert.True(record.ContentNs[0] - record.AcknowledgedNs >= 25_000_000, "a chunk with a role only is no token");
        Assert.True(record.ContentNs[1] - record.ContentNs[0] >= 25_000_000);
        Assert.True(record.FinishedNs >= record.ContentNs[1]);
    }

    [Fact]
    public void Arrivals_by_rate_keep_their_plan_whatever_the_server_does()
    {
        using var server = new ScriptedServer(async (_, stream) =>
        {
            await Task.Delay(50);
            await Write(stream, Answer);
        });
        var phase = Run(server, new PhaseSettings { Requests = 20, RatePerS = 500, Law = ArrivalLaw.Constant });

        Assert.Equal(Enumerable.Range(0, 20).Select(i => i * 2_000_000L), phase.Records.Select(record => record.IntendedNs - phase.StartNs).Order());
        Assert.All(phase.Records, record => Assert.True(record.StartNs >= record.IntendedNs));
    }

    [Fact]
    public void Concurrency_is_never_exceeded()
    {
        var (under, most) = (0, 0);
        using var server = new ScriptedServer(async (_, stream) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref under));
            await Task.Delay(5);
            Interlocked.Decrement(ref under);
            await Write(stream, Answer);
        });
        Run(server, new PhaseSettings { Requests = 60, RatePerS = 5000, Concurrency = 3, Law = ArrivalLaw.Poisson });
        Assert.InRange(most, 1, 3);
    }

    [Theory]
    [InlineData("status", FailureKind.Status, 500)]
    [InlineData("busy", FailureKind.Status, 429)]
    [InlineData("cut", FailureKind.Cut, null)]
    [InlineData("close", FailureKind.Cut, null)]
    [InlineData("html", FailureKind.Malformed, null)]
    [InlineData("empty", FailureKind.Empty, null)]
    [InlineData("event", FailureKind.ErrorEvent, 502)]
    [InlineData("object", FailureKind.ErrorEvent, 502)]
    [InlineData("garbage", FailureKind.Malformed, null)]
    [InlineData("stall", FailureKind.Timeout, null)]
    public void Failures_have_a_class_a_latency_and_do_not_harm_the_next_request(string fault, FailureKind kind, int? code)
    {
        using var server = new ScriptedServer(async (number, stream) =>
        {
            if (number % 2 == 0)
            {
                await Write(stream, Answer);
                return;
            }

            await Write(stream, fault switch
            {
                "status" => Plain(500, "application/json", "{\"error\":\"down\"}"),
                "busy" => Plain(429, "application/json", "{\"error\":\"busy\"}"),
                "html" => Plain(200, "text/html", "<html>hello</html>"),
                "empty" => StreamHead + Chunked(Usage(0)) + Chunked("data: [DONE]\n\n") + StreamEnd,
                "event" => StreamHead + Chunked(Token("a")) + Chunked("event: error\ndata: died\n\n") + StreamEnd,
                "object" => StreamHead + Chunked(Token("a")) + Chunked("data: {\"error\":{\"message\":\"died\"}}\n\n") + StreamEnd,
                "garbage" => StreamHead + Chunked("data: {{{\n\n") + StreamEnd,
                "close" => "",
                _ => StreamHead + Chunked(Token("a")),
            });
            if (fault is "cut" or "close")
            {
                stream.Close();
            }
            else if (fault == "stall")
            {
                await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
            }
        });
        var phase = Run(server, new PhaseSettings { Requests = 4, Concurrency = 1 }, timeout: TimeSpan.FromMilliseconds(fault == "stall" ? 300 : 30_000));

        var failed = phase.Records.Where(record => !record.Succeeded).ToArray();
        Assert.NotEmpty(failed);
        Assert.All(failed, record =>
        {
            Assert.Equal(kind, record.Failure!.Kind);
            Assert.Equal(code, record.Failure.Code);
            Assert.True(record.EndNs > record.StartNs);
        });
        Assert.Contains(phase.Records, record => record.Succeeded);
        Assert.Equal(4, phase.Records.Count);
    }

    [Fact]
    public void A_server_that_does_not_listen_is_a_failure_of_every_request()
    {
        var server = new ScriptedServer((_, _) => Task.CompletedTask);
        var address = server.Address;
        server.Dispose();
        var phase = Run(address, new PhaseSettings { Requests = 5, Concurrency = 2 });
        Assert.All(phase.Records, record => Assert.Equal(FailureKind.Connection, record.Failure!.Kind));
        Assert.Equal(5, phase.Records.Count);
    }

    [Fact]
    public void A_phase_by_time_keeps_what_its_end_cuts_off()
    {
        using var server = new ScriptedServer((_, _) => Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken));
        var phase = Run(server, new PhaseSettings { Duration = TimeSpan.FromMilliseconds(100), Grace = TimeSpan.FromMilliseconds(100), Concurrency = 3 });
        Assert.Equal(3, phase.Records.Count);
        Assert.All(phase.Records, record => Assert.Equal(FailureKind.Cancelled, record.Failure!.Kind));
        Assert.False(phase.WasCancelled);
    }

    [Fact]
    public void An_answer_that_is_not_streamed_has_one_time_and_no_gaps()
    {
        using var server = new ScriptedServer((_, stream) => Write(stream, Plain(
            200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"abc\"}}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}}")));
        var record = Assert.Single(Run(server.Address, new PhaseSettings { Requests = 1, Concurrency = 1 }, streaming: false).Records);
        Assert.Null(record.Failure);
        Assert.Single(record.ContentNs);
        Assert.Equal(3, record.Tokens.Output);
    }

    private static PhaseOutcome Run(ScriptedServer server, PhaseSettings settings, TimeSpan? timeout = null) => Run(server.Address, settings, timeout);

    private static PhaseOutcome Run(Uri address, PhaseSettings settings, TimeSpan? timeout = null, bool streaming = true)
    {
        var target = new EndpointTarget { Address = address, Kind = EndpointKind.Chat, Streaming = streaming, Model = "m", Timeout = timeout ?? TimeSpan.FromSeconds(30) };
        using var runner = new LoadRunner(target, [new PreparedRequest(0, "{}"u8.ToArray(), 20, 3)], new TokenCounter(null), false, new RunClock(TimeProvider.System), 1, new Nowhere());
        return runner.Run(settings, TestContext.Current.CancellationToken);
    }

    private sealed class Nowhere : IRecordSink
    {
        public void Take(RequestRecord record)
        {
        }

        public void Idle()
        {
        }
    }
}
