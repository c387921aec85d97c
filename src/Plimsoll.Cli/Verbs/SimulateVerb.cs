using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Composition;
using Plimsoll.Cli.Rendering.Csv;
using Plimsoll.Cli.Rendering.Json;
using Plimsoll.Cli.Rendering.Text;
using Plimsoll.Cli.Simulating;
using Plimsoll.Planning.Requests;
using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Statistics;

namespace Plimsoll.Cli.Verbs;

/// <summary><c>plimsoll simulate</c>: what users feel at a load, iteration by iteration.</summary>
/// <param name="open">Looks up the names of a question.</param>
/// <param name="watch">Watches for Ctrl-C while a run goes on.</param>
internal sealed class SimulateVerb(Func<PlanDraft, PlanSession> open, Func<Interrupts> watch) : Verb
{
    /// <inheritdoc/>
    public override string Name => "simulate";

    /// <inheritdoc/>
    public override string Summary => "Simulate serving a load, iteration by iteration: latencies with percentiles, goodput, throughput, KV cache.";

    /// <inheritdoc/>
    public override string Remarks =>
        "Give a layout (--parallel, or --prefill and --decode) or a saved plan (--plan), and a protocol. The same question gives the same bytes.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "simulate --model meta-llama/Llama-3.1-8B --system h200_sxm --backend vllm --parallel tp1 --protocol closed:64 --isl 1024 --osl 256",
        "simulate --plan report.json --rank 1 --protocol poisson:12",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Flag> Flags => [.. SimulateFlags.All.GroupBy(flag => flag.Heading).SelectMany(flags => flags)];

    /// <inheritdoc/>
    public override int Run(GivenFlags given, Terminal terminal)
    {
        var output = given.Text(SimulateFlags.Output) ?? "text";
        var reading = new QuestionReading(given);
        using var session = open(reading.Draft);
        var question = reading.Freeze(session.Model, session.Problems);
        var run = new RunPreparation(question, session.Prepare(question.Request)).Build();
        Print(Simulate(run, given), output, terminal.Output);
        return ExitCode.Done;
    }

    private SimulationReport Simulate(PreparedRun run, GivenFlags given)
    {
        using var interrupts = watch();
        using var files = new RunFiles(given, run.Topology);
        using var load = run.Question.Protocol.Start(run.Question.Requests);
        var statistics = new RunStatistics(run.Question.Targets, load.Measured, run.Workers);
        ServingSimulation.Run(run.Topology, load.Source, [statistics, .. files.Observers], interrupts.Token);
        var report = SimulationReport.Of(run, statistics.Summary());
        files.Finish($"{report.Model} under {report.Load.Protocol}", SimulationPage.Describe(report));
        return report;
    }

    private static void Print(SimulationReport report, string format, TextWriter output)
    {
        switch (format)
        {
            case "json": SimulationDocument.Write(report, output); break;
            case "csv": SimulationCsv.Write(report, output); break;
            default: SimulationPage.Write(report, output); break;
        }
    }
}
