using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Composition;
using Plimsoll.Cli.Explanations;
using Plimsoll.Cli.Questions;
using Plimsoll.Cli.Rendering.Csv;
using Plimsoll.Cli.Rendering.Json;
using Plimsoll.Cli.Rendering.Text;
using Plimsoll.Cli.Saving;
using Plimsoll.Model.Validation;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;

namespace Plimsoll.Cli.Verbs;

/// <summary><c>plimsoll default</c>: the main job, from a question to a ranked plan.</summary>
internal sealed class DefaultVerb(IPlanService service) : Verb
{
    private const string Results = "Results";
    private const int MostThreads = 1024;

    private static readonly Flag Request = new("--request", "FILE", "Read the question from a plan.yaml; flags win over it.") { Heading = "What to serve, and on what" };
    private static readonly Flag Threads = new("--threads", "N", "Threads of the search; the answer is the same with any number.") { Default = "all cores", Heading = "The search" };
    private static readonly Flag Output = new("--output", "FORMAT", "What to print.") { Choices = ["text", "json", "csv"], Default = "text", Heading = Results };
    private static readonly Flag Explain = new("--explain", null, "Instead of the plan, price its best configuration operator by operator, each time with its source.") { Heading = Results };
    private static readonly Flag ExplainCandidate = new("--explain-candidate", "MODE:RANK", "Explain another configuration of the plan, such as agg:2.") { Heading = Results };
    private static readonly Flag SaveDir = new("--save-dir", "DIR", "Keep plan.yaml, report.json, CSV tables and deployment files in a folder below DIR, named after the question.") { Default = "nothing is written", Heading = Results };
    private static readonly Flag NoColor = new("--no-color", null, "Print no colours, also not to a terminal.") { Heading = Results };
    private static readonly Flag Verbose = new("--verbose", null, "Say on stderr what is being done.") { Heading = Results };

    /// <inheritdoc/>
    public override string Name => "default";

    /// <inheritdoc/>
    public override string Summary => "Find the best aggregated and disaggregated configurations for a model, a cluster and latency targets.";

    /// <inheritdoc/>
    public override string Remarks =>
        "Ranks by tokens/s/gpu among the configurations that meet every target. When none does, prints the nearest misses and ends with exit code 3.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["default --model Qwen/Qwen3-32B-FP8 --system h200_sxm --total-gpus 8 --isl 4000 --osl 500 --ttft 600 --tpot 16.67"];

    /// <inheritdoc/>
    public override IReadOnlyList<Flag> Flags =>
    [
        .. PlanKeys.All.Select(key => key.Flag).Append(Request).Append(Threads).GroupBy(flag => flag.Heading).SelectMany(flags => flags),
        Output, Explain, ExplainCandidate, SaveDir, NoColor, Verbose, .. DeploymentFlags.All,
    ];

    /// <inheritdoc/>
    public override string? Instead(string flag) => PeerFlags.Instead(flag);

    /// <inheritdoc/>
    public override int Run(GivenFlags given, Terminal terminal)
    {
        var output = given.Text(Output) ?? "text";
        var saveDir = given.Text(SaveDir);
        var settings = DeploymentFlags.Settings(given);
        var options = DeploymentFlags.Options(settings, given);
        var threads = ThreadCount(given);
        var choice = given.Value(ExplainCandidate) is { } value ? ExplainChoice.Read(value, given.Errors) : null;
        var question = PlanQuestion.Read(given, given.Text(Request));
        using var session = service.Open(question.Draft);
        var request = question.Freeze(session.Problems);
        var log = given.Switch(Verbose) ? terminal.Error : TextWriter.Null;
        log.WriteLine($"plimsoll: planning {request.Model} on {request.TotalGpus} GPUs of {request.System} with {threads} threads");
        var report = Plan(session, question, request, threads);
        Unplannable.ThrowIf(report);
        var explained = choice?.Find(report) ?? (given.Switch(Explain) ? ExplainChoice.Best(report) : null);
        if (saveDir is not null)
        {
            var folder = Path.Combine(saveDir, PlanFolder.Name(report.Request, settings));
            Save(report, folder, DeploymentFiles.Of(report, options, session.System, terminal.Error), terminal.Error);
        }

        if (explained is null)
        {
            Print(report, output, terminal with { Colour = terminal.Colour && !given.Switch(NoColor) });
        }
        else
        {
            Print(session.Explain(explained), output, terminal);
        }

        return report.TargetsMet ? ExitCode.Done : Missed(report, terminal.Error);
    }

    private static int ThreadCount(GivenFlags given)
    {
        var threads = given.Integer(Threads) ?? Environment.ProcessorCount;
        if (threads is < 1 or > MostThreads)
        {
            given.Refuse(Threads, $"{threads} is not between 1 and {MostThreads}");
        }

        return threads;
    }

    private static void Save(PlanReport report, string folder, IReadOnlyDictionary<string, string> deployments, TextWriter log)
    {
        var written = NewFolder.Write(folder, PlanFolder.Files(report, deployments), SaveDir.Name);
        log.WriteLine($"plimsoll: {(written ? "saved" : "unchanged:")} {folder}");
    }

    private static PlanReport Plan(IPlanSession session, PlanQuestion question, PlanRequest request, int threads)
    {
        try
        {
            return session.Plan(request, threads);
        }
        catch (InvalidInputException refused)
        {
            throw question.Placed(refused);
        }
    }

    private static void Print(PlanReport report, string format, Terminal terminal)
    {
        switch (format)
        {
            case "json": PlanDocument.Write(report, terminal.Output); break;
            case "csv": SummaryCsv.Write(report, terminal.Output); break;
            default: new PlanPage(report, terminal.Output, terminal.Colour).Write(); break;
        }
    }

    private static void Print(Explanation explanation, string format, Terminal terminal)
    {
        switch (format)
        {
            case "json": ExplanationDocument.Write(explanation, terminal.Output); break;
            case "csv": ExplanationCsv.Write(explanation, terminal.Output); break;
            default: ExplanationPage.Write(explanation, terminal.Output); break;
        }
    }

    private static int Missed(PlanReport report, TextWriter error)
    {
        var nearest = NearestMissTable.Nearest(report) is { } miss ? $"; nearest: {NearestMissTable.Describe(miss)}" : "";
        error.WriteLine($"plimsoll: no configuration meets the targets{nearest}");
        return ExitCode.NothingMeetsTheTargets;
    }
}
