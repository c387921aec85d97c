using System.Text;
using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Composition;
using Plimsoll.Cli.Rendering.Text;
using Plimsoll.Cli.Saving;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Validation;
using Plimsoll.Profiling.Calibrating;
using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Validation;
using Plimsoll.Profiling.Validation.Predictions;
using Plimsoll.Serving.Intervals;

namespace Plimsoll.Cli.Verbs;

/// <summary><c>plimsoll calibrate</c>: learns the terms beyond kernel times from measured runs.</summary>
/// <param name="watch">Watches for Ctrl-C while the search goes on.</param>
internal sealed class CalibrateVerb(Func<Interrupts> watch) : Verb
{
    private const string Description = "Runs whose files do not say what served them";
    private const int MostThreads = 1024;

    private static readonly Operand Runs = new("RUNS", "Measured runs of one backend, each as 'validate' takes it.") { Repeats = true };
    private static readonly Flag Out = new("--out", "FILE", "Where the calibration is written, as YAML.") { Required = true };
    private static readonly Flag Replace = new("--replace", null, "Replace the file if it holds something else.");
    private static readonly Flag Start = new("--start", "FILE", "Start from this calibration; what the runs do not inform stays as it is there. 'usual' are round values that know nothing of the runs.") { Default = "what ships" };
    private static readonly Flag Terms = new("--terms", "LIST", "The terms that may move, separated by commas.") { Default = "all that the runs inform, except the sampler's and the sustained clocks'" };
    private static readonly Flag InSampleOnly = new("--in-sample-only", null, "Do not learn again for each group of runs left out.");
    private static readonly Flag SystemsPaths = new("--systems-paths", "LIST", "Folders, wheels or zips with measured kernel times in AIConfigurator's layout, best first, separated by commas; 'default' is the built-in atlas.") { Default = "default" };
    private static readonly Flag Threads = new("--threads", "N", "Threads; the result is the same with any number.") { Default = "all cores" };
    private static readonly Flag Model = new("--model", "ID", "The model; only where the files do not name it, or name it otherwise.") { Heading = Description };
    private static readonly Flag System = new("--system", "NAME", "The GPU system, such as h200_sxm.") { Heading = Description };
    private static readonly Flag Backend = new("--backend", "NAME", "The engine.") { Choices = BackendKindNames.All, Heading = Description };
    private static readonly Flag Version = new("--backend-version", "RELEASE", "Its release.") { Heading = Description };
    private static readonly Flag Parallel = new("--parallel", "TEXT", "Its workers, such as tp2.") { Default = "tp1", Heading = Description };

    // Facts of the engine or of the GPU that these figures only bound together with others.
    private static readonly string[] Unmoved = ["sampling_bytes_per_logit", "sustained_clock_slowdown", "host_ms_per_step", "elementwise", "decode_attention"];

    /// <inheritdoc/>
    public override string Name => "calibrate";

    /// <inheritdoc/>
    public override string Summary => "Learn the few terms beyond kernel times from measured runs, with held-out errors.";

    /// <inheritdoc/>
    public override string Remarks =>
        "Simulates every run for every trial, so it takes a minute or more. Use the file with --calibration. See docs/calibration.md.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["calibrate runs/h200 --out h200.yaml", "calibrate a/ b/ --start usual --out ours.yaml"];

    /// <inheritdoc/>
    public override Operand? Operand => Runs;

    /// <inheritdoc/>
    public override IReadOnlyList<Flag> Flags =>
        [Out, Replace, Start, Terms, InSampleOnly, SystemsPaths, Threads, Model, System, Backend, Version, Parallel];

    /// <inheritdoc/>
    public override int Run(GivenFlags given, Terminal terminal)
    {
        var file = given.Text(Out);
        var terms = Movable(given);
        var threads = given.Integer(Threads) ?? Environment.ProcessorCount;
        if (threads is < 1 or > MostThreads)
        {
            given.Refuse(Threads, $"{threads} is not between 1 and {MostThreads}");
        }

        var described = Described(given);
        var problems = new NameProblems();
        using var databases = Databases.Open(given.Value(SystemsPaths)?.Items() ?? Databases.Default, problems);
        var experiments = new List<MeasuredExperiment>();
        foreach (var path in given.Texts(Runs))
        {
            experiments.AddRange(problems.Try(() => MeasurementReader.Read(path, described, ModelCatalog.TryFind), "RUNS")?.Experiments ?? []);
        }

        var start = problems.Try(() => Beginning(given, experiments), Start.Name);
        problems.ThrowIfAny(given);

        using var interrupts = watch();
        var study = new CalibrationStudy((calibration, runs) => Predict(databases, calibration, runs, threads, interrupts.Token));
        var report = study.Run(experiments, start!, terms, !given.Switch(InSampleOnly), interrupts.Token);
        using var text = new StringWriter();
        CalibrationWriter.Write(report.Document, text);
        NewFile.Write(file!, Encoding.UTF8.GetBytes(text.ToString()), Out.Name, given.Switch(Replace));
        CalibrationPage.Write(report, terminal.Output);
        return ExitCode.Done;
    }

    private static IReadOnlyList<ExperimentOutcome> Predict(
        KernelDatabases databases, Calibration calibration, IReadOnlyList<MeasuredExperiment> runs, int threads, CancellationToken cancellation) =>
        new Validator(new ExperimentPredictor(new EngineShelf(databases, ModelCatalog.TryFind, _ => calibration), ResidualTable.Shipped))
            .Run(runs, threads, cancellation);

    private static CalibrationDocument Beginning(GivenFlags given, List<MeasuredExperiment> experiments)
    {
        if (given.Text(Start) is { } file and not "usual")
        {
            return CalibrationReader.ReadFile(file);
        }

        var engine = experiments.Count > 0 && given.Text(Start) is null ? experiments[0].Engine : null;
        return (engine is null ? null : CalibrationCatalog.Find(new EngineVersion(engine.Backend, engine.Version ?? "99")))
            ?? new CalibrationDocument { Source = "usual values", Calibration = CalibrationTerms.Usual };
    }

    private static List<CalibrationTerm> Movable(GivenFlags given)
    {
        if (given.Value(Terms) is not { } list)
        {
            return [.. CalibrationTerms.All.Concat(CalibrationTerms.Factors).Where(term => !Unmoved.Contains(term.Name))];
        }

        var terms = new List<CalibrationTerm>();
        foreach (var name in list.Items())
        {
            if (CalibrationTerms.Find(name) is { } term)
            {
                terms.Add(term);
                continue;
            }

            var known = CalibrationTerms.All.Concat(CalibrationTerms.Factors).Select(candidate => candidate.Name);
            given.Refuse(Terms, $"unknown term '{name}'", NearestName.Hint(name, known));
        }

        return terms;
    }

    private static RunDescription Described(GivenFlags given) => new()
    {
        Model = given.Text(Model),
        System = given.Text(System),
        Backend = given.Text(Backend) is { } name && BackendKindNames.TryParse(name, out var backend) ? backend : null,
        Version = given.Text(Version),
        Parallel = given.Text(Parallel),
        Arguments = [],
    };
}
