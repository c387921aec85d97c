using System.Text;
using System.Text.Json;
using Plimsoll.Serving.Records;
using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Tests.Traces;
using Plimsoll.Testing;

namespace Plimsoll.Serving.Tests.Records;

/// <summary>Simulated requests in AIPerf's record layout.</summary>
public sealed class AiperfRecordsObserverTests
{
    private static readonly string[] OwnKeys = ["simulated", "queue_ms", "preemptions"];

    [Fact]
    public void Finished_requests_become_records() => Golden.Match(Records(), "profile_export.jsonl");

    [Fact]
    public void Turns_of_a_conversation_are_counted_in_their_order()
    {
        using var output = new MemoryStream();
        using (var observer = new AiperfRecordsObserver(output))
        {
            foreach (var (id, session) in new[] { (0, 7), (1, 8), (2, 7), (3, 7), (4, -1) })
            {
                observer.RequestFinished(new RequestOutcome
                {
                    Id = id,
                    Session = session,
                    SentMs = id,
                    FirstTokenMs = id + 1,
                    LastTokenMs = id + 2,
                    Isl = 1,
                    Osl = 2,
                });
            }
        }

        var metadata = Lines(Encoding.UTF8.GetString(output.ToArray())).Select(l => l.GetProperty("metadata")).ToArray();
        Assert.Equal([0, 0, 1, 2, 0], metadata.Select(m => m.GetProperty("turn_index").GetInt32()));
        Assert.Equal(metadata[0].GetProperty("x_correlation_id").GetString(), metadata[3].GetProperty("x_correlation_id").GetString());
        Assert.Equal(5, metadata.Select(m => m.GetProperty("x_request_id").GetString()).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Keys_and_units_are_those_of_real_records()
    {
        var real = Lines(File.ReadAllText(SharedData.Require("oracles/aiperf/runs/guide-chat-c8/artifacts/profile_export.jsonl")))[^1];
        foreach (var line in Lines(Records()))
        {
            var metadata = line.GetProperty("metadata").EnumerateObject().Select(p => p.Name).Except(OwnKeys, StringComparer.Ordinal);
            Assert.Subset(Names(real, "metadata"), metadata.ToHashSet(StringComparer.Ordinal));
            foreach (var metric in line.GetProperty("metrics").EnumerateObject())
            {
                var counterpart = real.GetProperty("metrics").GetProperty(metric.Name);
                Assert.Equal(counterpart.GetProperty("unit").GetString(), metric.Value.GetProperty("unit").GetString());
            }
        }
    }

    [Fact]
    public void Formulas_are_those_of_real_records()
    {
        var real = Lines(File.ReadAllText(SharedData.Require("oracles/aiperf/runs/rate-poisson/artifacts/profile_export.jsonl")));
        using var output = new MemoryStream();
        using (var observer = new AiperfRecordsObserver(output))
        {
            foreach (var record in real)
            {
                observer.RequestFinished(new RequestOutcome
                {
                    Id = 0,
                    SentMs = 0,
                    FirstTokenMs = Metric(record, "time_to_first_token"),
                    LastTokenMs = Metric(record, "request_latency"),
                    Isl = (int)Metric(record, "input_sequence_length"),
                    Osl = (int)Metric(record, "output_sequence_length"),
                });
            }
        }

        var ours = Lines(Encoding.UTF8.GetString(output.ToArray()));
        string[] derived =
            ["inter_token_latency", "output_token_throughput_per_user", "e2e_output_token_throughput", "prefill_throughput_per_user", "decode_duration"];
        Assert.All(real.Zip(ours), pair => Assert.All(derived, tag => Assert.Equal(Metric(pair.First, tag), Metric(pair.Second, tag), 1e-9)));
    }

    private static string Records()
    {
        using var output = new MemoryStream();
        using (var observer = new AiperfRecordsObserver(output))
        {
            SmallRun.Tell(observer);
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static JsonElement[] Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static HashSet<string> Names(JsonElement line, string part) =>
        line.GetProperty(part).EnumerateObject().Select(p => p.Name).ToHashSet(StringComparer.Ordinal);

    private static double Metric(JsonElement line, string tag) => line.GetProperty("metrics").GetProperty(tag).GetProperty("value").GetDouble();
}
