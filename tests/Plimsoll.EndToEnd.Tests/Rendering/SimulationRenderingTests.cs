using System.Text.Json.Nodes;
using Plimsoll.Cli.Rendering.Csv;
using Plimsoll.Cli.Rendering.Json;
using Plimsoll.Cli.Rendering.Text;
using Plimsoll.Cli.Simulating;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Serving.Statistics;
using Plimsoll.Testing;

namespace Plimsoll.EndToEnd.Tests.Rendering;

/// <summary>A simulated run as page, JSON and CSV, over one made-up report.</summary>
public sealed class SimulationRenderingTests
{
    private static readonly SimulationReport Disaggregated = new()
    {
        Model = "example/model",
        Backend = "vllm",
        BackendVersion = "0.24.0",
        Workers =
        [
            new SimulatedPool("prefill", "h200_sxm", "tp1pp1", 2, 2, 8192, 1024, 131_072, 0.92, 16, 919_824),
            new SimulatedPool("decode", "h200_sxm", "tp2pp1", 1, 2, 8192, 1024, 131_072, 0.92, 16, 1_963_136),
        ],
        Routing = "kv-aware",
        KvLink = "as given, 7.1 GB/s per GPU + 22 ms",
        Load = new SimulatedLoad("poisson:12.5", 1000, "uniform:80..100", "10", 0, 64, 3, 250, 7),
        Targets = new LatencyTargetSet(500, null, 8000),
        Summary = new SimulationSummary
        {
            Requests = 1000,
            DurationMs = 81_234.5,
            Ttft = Distribution(100),
            Itl = Distribution(8),
            Tpot = Distribution(8.5),
            Latency = Distribution(4000),
            Queue = Distribution(0.5),
            RequestsPerS = 12.31,
            OutputTokensPerS = 1231.1,
            GoodputPerS = 11.7,
            PrefixHitShare = 0.625,
            Preemptions = 12,
            Steps = 123_456,
            Utilization = 0.871,
            MeanKvUse = 0.0421,
            PeakKvUse = 0.25,
            MeanWaiting = 1.5,
            MeanRunning = 49.25,
        },
        TokensPerSPerGpu = 307.775,
        GoodShare = 0.9504,
        Provenance = Provenance.Fitted,
        Uncertainty = 0.081,
        Notes = ["a note"],
    };

    private static readonly SimulationReport OneTokenEach = Disaggregated with
    {
        Workers = [new SimulatedPool("agg", "b200_sxm", "tp1pp1", 1, 1, 8192, 256, 40_960, 0.9, 16, 100_000)],
        KvLink = null,
        Load = new SimulatedLoad("trace:t.csv", 1, null, null, 0, 0, 1, 0, 0),
        Targets = null,
        Summary = Disaggregated.Summary with { Itl = null, Tpot = null, GoodputPerS = null },
        GoodShare = null,
        Notes = [],
    };

    [Fact]
    public void The_page_shows_workers_load_latencies_rates_and_notes() =>
        Golden.Match(Written(output => SimulationPage.Write(Disaggregated, output)), "simulation.txt");

    [Fact]
    public void What_does_not_exist_is_a_dash_on_the_page() =>
        Golden.Match(Written(output => SimulationPage.Write(OneTokenEach, output)), "simulation-one-token.txt");

    [Fact]
    public void The_document_has_every_figure() =>
        Golden.Match(Written(output => SimulationDocument.Write(Disaggregated, output)), "simulation.json");

    [Fact]
    public void The_table_has_one_record() =>
        Golden.Match(Written(output => SimulationCsv.Write(Disaggregated, output)) + Written(output => SimulationCsv.Write(OneTokenEach, output)), "simulation.csv");

    [Fact]
    public void What_does_not_exist_is_null_in_the_document()
    {
        var document = JsonNode.Parse(Written(output => SimulationDocument.Write(OneTokenEach, output)))!;

        Assert.Null(document["targets"]);
        Assert.Null(document["summary"]!["itl"]);
        Assert.Null(document["good_share"]);
    }

    private static DistributionSummary Distribution(double mean) =>
        new(1000, mean, mean / 2, mean * 0.9, mean * 1.5, mean * 1.75, mean * 3, mean * 4, mean / 4);

    private static string Written(Action<TextWriter> write)
    {
        using var output = new StringWriter { NewLine = "\n" };
        write(output);
        return output.ToString();
    }
}
