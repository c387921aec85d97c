using System.Text;
using System.Text.Json;
using Plimsoll.Serving.Traces;
using Plimsoll.Testing;

namespace Plimsoll.Serving.Tests.Traces;

/// <summary>Chrome trace documents.</summary>
public sealed class ChromeTraceObserverTests
{
    [Fact]
    public void A_run_has_its_steps_counters_requests_and_transfers() => Golden.Match(Trace(), "disaggregated.trace.json");

    [Fact]
    public void Every_span_that_begins_ends_and_no_duration_is_negative()
    {
        using var document = JsonDocument.Parse(Trace());
        var events = document.RootElement.GetProperty("traceEvents").EnumerateArray().ToArray();
        var spans = events.Where(e => Phase(e) is "b" or "e").GroupBy(e => (Text(e, "cat"), Text(e, "name"), e.GetProperty("id").GetInt64()));

        Assert.All(spans, span => Assert.Equal(["b", "e"], span.Select(Phase)));
        Assert.All(spans, span => Assert.True(Ts(span.First()) <= Ts(span.Last())));
        Assert.All(events.Where(e => Phase(e) == "X"), e => Assert.True(e.GetProperty("dur").GetDouble() > 0));
    }

    [Fact]
    public void A_counter_that_stays_is_written_once()
    {
        using var output = new MemoryStream();
        using (var observer = new ChromeTraceObserver(output, WorkerNames.Aggregated(1)))
        {
            for (var step = 0; step < 5; step++)
            {
                observer.StepFinished(SmallRun.Step(0, step, 1, decodeRows: 8, running: 8, kvUse: 0.5));
            }
        }

        using var document = JsonDocument.Parse(output.ToArray());
        Assert.Equal(2, document.RootElement.GetProperty("traceEvents").EnumerateArray().Count(e => Phase(e) == "C"));
    }

    [Fact]
    public void A_run_without_events_is_a_document_too()
    {
        using var output = new MemoryStream();
        new ChromeTraceObserver(output, WorkerNames.Aggregated(2)).Dispose();

        using var document = JsonDocument.Parse(output.ToArray());
        Assert.All(document.RootElement.GetProperty("traceEvents").EnumerateArray(), e => Assert.Equal("M", Phase(e)));
    }

    private static string Trace()
    {
        using var output = new MemoryStream();
        using (var observer = new ChromeTraceObserver(output, WorkerNames.Disaggregated(1, 1)))
        {
            SmallRun.Tell(observer);
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static string Phase(JsonElement e) => Text(e, "ph");

    private static string Text(JsonElement e, string name) => e.GetProperty(name).GetString()!;

    private static double Ts(JsonElement e) => e.GetProperty("ts").GetDouble();
}
