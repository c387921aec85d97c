using System.Text;
using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Composition;
using Plimsoll.Cli.Rendering.Csv;
using Plimsoll.Cli.Rendering;
using Plimsoll.Cli.Rendering.Text;
using Plimsoll.Cli.Saving;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Validation;
using Plimsoll.Profiling.Intervals;
using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Measurements.Guides;
using Plimsoll.Profiling.Validation;
using Plimsoll.Profiling.Validation.Predictions;
using Plimsoll.Profiling.Validation.Reports;
using Plimsoll.Serving.Intervals;

namespace Plimsoll.Cli.Verbs;

/// <summary><c>plimsoll validate</c>: predicts measured runs and compares.</summary>
internal sealed class ValidateVerb : Verb
{
    private const string Description = "A run whose files do not say what served it";
    private const int MostThreads = 1024;
    private const int MostWorst = 10_000;

    private static readonly Operand Path = new("PATH", "Measured runs: a folder of stages or one stage, an AIPerf artifact folder, a table of configurations (CSV), a result of 'vllm bench serve --save-result --save-detailed', or a requests.jsonl.");
    private static readonly Flag SystemsPaths = new("--systems-paths", "LIST", "Folders, wheels or zips with measured kernel times in AIConfigurator's layout, best first, separated by commas; 'default' is the built-in atlas.") { Default = "default" };
    private static readonly Flag Calibration = new("--calibration", "FILE", "Terms beyond kernel times for the engines that it holds for, as YAML, see docs/calibration.md.") { Default = "what ships" };
    private static readonly Flag Worst = new("--worst", "N", "Name the N figures that deviate most.") { Default = "10" };
    private static readonly Flag Threads = new("--threads", "N", "Threads; the result is the same with any number.") { Default = "all cores" };
    private static readonly Flag Output = new("--output", "FORMAT", "What to print.") { Choices = ["text", "json", "csv"], Default = "text" };
    private static readonly Flag Report = new("--report", "DIR", "Write the results into DIR/accuracy.md and its figures; what other runs wrote there stays.");
    private static readonly Flag FitIntervals = new("--fit-intervals", "FILE", "Learn 80 % intervals from these runs, write them to FILE beside those that ship for other classes, and say how they hold for workloads left out.");
    private static readonly Flag Model = new("--model", "ID", "The model; only where the file does not name it, or names it otherwise.") { Heading = Description };
    private static readonly Flag System = new("--system", "NAME", "The GPU system, such as h200_sxm.") { Heading = Description };
    private static readonly Flag Backend = new("--backend", "NAME", "The engine.") { Choices = BackendKindNames.All, Heading = Description };
    private static readonly Flag Version = new("--backend-version", "RELEASE", "Its release.") { Default = "the newest with kernel times", Heading = Description };
    private static readonly Flag Parallel = new("--parallel", "TEXT", "Its workers: tp2, 'tp1 dp2', ep2, '2 workers tp1', '1 prefill worker tp1 + 2 decode workers tp2'.") { Default = "tp1", Heading = Description };
    private static readonly Flag EngineArgs = new("--engine-args", "TEXT", "Its launch arguments, as in \"--max-num-batched-tokens 2048\".") { Heading = Description };

    /// <inheritdoc/>
    public override string Name => "validate";

    /// <inheritdoc/>
    public override string Summary => "Predict measured runs by simulating the same experiments, and compare.";

    /// <inheritdoc/>
    public override string Remarks =>
        "Errors are in percent of the measured value. Figures that the source itself distrusts are shown and not scored.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["validate runs/h200", "validate bench.json --system h200_sxm --backend vllm --parallel tp2 --output json"];

    /// <inheritdoc/>
    public override Operand? Operand => Path;

    /// <inheritdoc/>
    public override IReadOnlyList<Flag> Flags =>
        [SystemsPaths, Calibration, Worst, Threads, Output, Report, FitIntervals, Model, System, Backend, Version, Parallel, EngineArgs];

    /// <inheritdoc/>
    public override int Run(GivenFlags given, Terminal terminal)
    {
        var output = given.Text(Output) ?? "text";
        var worst = Bounded(given, Worst, 10, 0, MostWorst);
        var threads = Bounded(given, Threads, Environment.ProcessorCount, 1, MostThreads);
        var described = Described(given);
        var paths = given.Value(SystemsPaths)?.Items() ?? Databases.Default;
        var problems = new NameProblems();
        using var databases = Databases.Open(paths, problems);
        var set = given.Text(Path) is { } path ? problems.Try(() => MeasurementReader.Read(path, described, ModelCatalog.TryFind), "PATH") : null;
        var own = given.Text(Calibration) is { } file ? problems.Try(() => CalibrationReader.ReadFile(file), Calibration.Name) : null;
        problems.ThrowIfAny(given);

        var calibrations = new CalibrationChoice(own);
        var predictor = new ExperimentPredictor(new EngineShelf(databases, ModelCatalog.TryFind, calibrations.For), ResidualTable.Shipped);
        var outcomes = new Validator(predictor).Run(set!.Experiments, threads);
        if (own is not null && !calibrations.GivenWasUsed)
        {
            throw new InvalidInputException(Calibration.Name, $"holds for {calibrations.Scope}, which served none of the runs");
        }

        var report = ReportBuilder.Build(set, outcomes, paths, worst);
        if (given.Text(Report) is { } folder)
        {
            AccuracyFolder.Write(folder, report, ExperimentLine.Of(new ExperimentOutcome(GuideRun.Experiment, predictor.Predict(GuideRun.Experiment))), Report.Name);
            terminal.Error.WriteLine($"plimsoll: wrote {AccuracyFolder.PageIn(folder)}");
        }

        if (given.Text(FitIntervals) is { } intervals)
        {
            Fit(outcomes, intervals, terminal.Error);
        }

        Print(report, output, terminal);
        return ExitCode.Done;
    }

    private static void Fit(IReadOnlyList<ExperimentOutcome> outcomes, string file, TextWriter log)
    {
        var residuals = ResidualFit.Residuals(outcomes);
        var classes = new SortedDictionary<string, ResidualQuantiles>(StringComparer.Ordinal);
        foreach (var (key, quantiles) in ResidualTable.Shipped.Classes.Concat(ResidualFit.Fit(residuals)))
        {
            classes[key] = quantiles;
        }

        var table = ResidualJson.Write(classes, "10 % and 90 % quantiles of ln(measured / predicted) by class, learned from public measurements by validate --fit-intervals");
        NewFile.Write(file, Encoding.UTF8.GetBytes(table), FitIntervals.Name, replace: true);
        var hold = ResidualFit.HoldLeftOut(residuals) is { } share ? Figures.Percent(share) : "none";
        log.WriteLine($"plimsoll: wrote {file}; of the measured values, {hold} lie inside an interval learned without their workload");
    }

    private static RunDescription Described(GivenFlags given) => new()
    {
        Model = given.Text(Model),
        System = given.Text(System),
        Backend = given.Text(Backend) is { } name && BackendKindNames.TryParse(name, out var backend) ? backend : null,
        Version = given.Text(Version),
        Parallel = given.Text(Parallel),
        Arguments = given.Text(EngineArgs)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
    };

    private static int Bounded(GivenFlags given, Flag flag, int otherwise, int least, int most)
    {
        var number = given.Integer(flag) ?? otherwise;
        if (number < least || number > most)
        {
            given.Refuse(flag, $"{number} is not between {least} and {most}");
        }

        return number;
    }

    private static void Print(ValidationReport report, string format, Terminal terminal)
    {
        switch (format)
        {
            case "json": terminal.Output.WriteLine(ValidationJson.Write(report)); break;
            case "csv": ValidationCsv.Write(report, terminal.Output); break;
            default: ValidationPage.Write(report, terminal.Output); break;
        }
    }
}
