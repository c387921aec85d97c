using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Composition;
using Plimsoll.Cli.Rendering.Csv;
using Plimsoll.Cli.Rendering.Json;
using Plimsoll.Cli.Rendering.Text;
using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.Models;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;
using Plimsoll.Planning.Support;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Cli.Verbs;

/// <summary><c>plimsoll support</c>: what can be priced, and how well it is known.</summary>
internal sealed class SupportVerb(Func<ModelResolver> models) : Verb
{
    private const string All = "all";
    private const int MostTokens = 16_777_216;

    private static readonly Flag Models = new("--model", "LIST", "Only these models: known ones, Hugging Face ids, folders or config.json files, separated by commas.") { Aliases = ["--model-path", "--hf-id"], Default = "all that are built in", Heading = Which };
    private static readonly Flag ModelsPath = new("--models-path", "DIR", "The models of a folder instead: org--name_config.json files, or folders with a config.json.") { Heading = Which };
    private static readonly Flag Systems = new("--system", "LIST", "Only these systems, separated by commas.") { Default = All, Heading = Which };
    private static readonly Flag SystemFile = new("--system-file", "FILE", "A GPU node of your own as YAML too, see docs/system-file.md.") { Heading = Which };
    private static readonly Flag Backends = new("--backend", "LIST", "Only these backends, separated by commas.") { Default = All, Heading = Which };
    private static readonly Flag Version = new("--backend-version", "VERSION", "A release, or 'all' that have data.") { Default = "the newest with data", Heading = Which };
    private static readonly Flag Isl = new("--isl", "TOKENS", "Prompt tokens of the request that must fit.") { Default = "4000", Heading = Which };
    private static readonly Flag Osl = new("--osl", "TOKENS", "Its answer tokens.") { Default = "1000", Heading = Which };
    private static readonly Flag MostGpus = new("--max-gpus", "N", "Most GPUs of a deployment.") { Default = "64", Heading = Which };
    private static readonly Flag SystemsPaths = new("--systems-paths", "LIST", "Folders, wheels or zips with measured tables in AIConfigurator's layout, best first, separated by commas; 'default' is the built-in atlas.") { Default = "default", Heading = Which };
    private static readonly Flag Output = new("--output", "FORMAT", "What to print.") { Choices = ["markdown", "csv", "json"], Default = "markdown" };
    private static readonly Flag Check = new("--check", null, "Print the counts alone; end with exit code 1 when pricing any cell broke.");

    private const string Which = "Which cells";

    /// <inheritdoc/>
    public override string Name => "support";

    /// <inheritdoc/>
    public override string Summary => "Say which models are priced on which systems and backends, from which kernel times, and with what expected error.";

    /// <inheritdoc/>
    public override string Remarks =>
        "Each cell is the smallest worker that holds the model and one request. Its class is that of the least known times that matter: measured tables, the atlas, "
        + "transferred from elsewhere, or the roofline. What is not priced has a reason.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["support --model deepseek-ai/DeepSeek-V3 --output csv", "support --check"];

    /// <inheritdoc/>
    public override string? Instead(string flag) => PeerFlags.Instead(flag);

    /// <inheritdoc/>
    public override IReadOnlyList<Flag> Flags => [Models, ModelsPath, Systems, SystemFile, Backends, Version, Isl, Osl, MostGpus, SystemsPaths, Output, Check];

    /// <inheritdoc/>
    public override int Run(GivenFlags given, Terminal terminal)
    {
        var output = given.Text(Output) ?? "markdown";
        var problems = new NameProblems();
        var own = given.Text(SystemFile) is { } file ? problems.Try(() => SystemFileReader.ReadOwn(file), SystemFile.Name) : null;
        using var databases = Databases.Open(given.Value(SystemsPaths)?.Items() ?? Databases.Default, problems, own);
        var version = given.Text(Version);
        var question = new SupportQuestion
        {
            Models = FindModels(given, problems),
            Systems = FindSystems(given, databases, problems, own),
            Backends = FindBackends(given),
            Version = version == All ? null : version,
            AllVersions = version == All,
            MostGpus = Count(given, MostGpus, 131_072) ?? 64,
            Request = new RequestShape(Count(given, Isl, MostTokens) ?? 4000, Count(given, Osl, MostTokens) ?? 1000),
        };
        if (question.Version is not null && question.Backends.Count != 1)
        {
            given.Refuse(Version, $"'{version}' belongs to one backend", "name it with --backend, or give 'all'");
        }

        problems.ThrowIfAny(given);
        var cells = new SupportMatrix(databases).Run(question).ToArray();
        if (given.Switch(Check))
        {
            return Checked(cells, terminal);
        }

        Print(cells, output, terminal.Output);
        return ExitCode.Done;
    }

    private static void Print(SupportCell[] cells, string format, TextWriter output)
    {
        switch (format)
        {
            case "csv": SupportCsv.Write(cells, output); break;
            case "json": SupportDocument.Write(cells, output); break;
            default: SupportPage.Write(cells, output); break;
        }
    }

    private static int Checked(SupportCell[] cells, Terminal terminal)
    {
        SupportPage.WriteSummary(SupportSummary.Of(cells), terminal.Output);
        var failed = cells.Where(cell => cell.Status == SupportStatus.Failed).ToArray();
        foreach (var cell in failed)
        {
            terminal.Error.WriteLine($"error: {cell.Model} on {cell.System} with {cell.Engine}: {cell.Reason}");
        }

        return failed.Length == 0 ? ExitCode.Done : ExitCode.Bug;
    }

    private IReadOnlyList<SupportModel> FindModels(GivenFlags given, NameProblems problems)
    {
        if (given.Text(ModelsPath) is { } folder)
        {
            if (given.Text(Models) is not null)
            {
                given.Refuse(Models, $"and {ModelsPath.Name} name different models", "give one of them");
            }

            return problems.Try(() => ModelFolder.Read(folder), ModelsPath.Name) ?? [];
        }

        return given.Value(Models)?.Items() is { } names
            ? [.. names.Select(name => problems.Try(() => Resolve(name), Models.Name)).OfType<SupportModel>()]
            : [.. ModelCatalog.Names.Select(name => new SupportModel(name, ModelCatalog.TryFind(name), null))];
    }

    private SupportModel Resolve(string name)
    {
        var model = models().ResolveAsync(name).GetAwaiter().GetResult().Model;
        return new SupportModel(model.Id, model, null);
    }

    private static IReadOnlyList<string> FindSystems(GivenFlags given, KernelDatabases databases, NameProblems problems, GpuSystem? own)
    {
        if (given.Value(Systems)?.Items() is not { } names)
        {
            return own is null ? databases.Systems : [own.Name];
        }

        return [.. names.Select(name => problems.Try(() => databases.System(name), Systems.Name)?.Name).OfType<string>()];
    }

    private static List<BackendKind> FindBackends(GivenFlags given)
    {
        var backends = new List<BackendKind>();
        foreach (var name in given.Value(Backends)?.Items() ?? BackendKindNames.All)
        {
            if (BackendKindNames.TryParse(name, out var backend))
            {
                backends.Add(backend);
            }
            else
            {
                given.Refuse(Backends, $"'{name}' is none of {string.Join(", ", BackendKindNames.All)}", NearestName.Hint(name, BackendKindNames.All));
            }
        }

        return backends;
    }

    private static int? Count(GivenFlags given, Flag flag, int most)
    {
        var count = given.Integer(flag);
        if (count < 1 || count > most)
        {
            given.Refuse(flag, $"{count} is not between 1 and {most}");
            return null;
        }

        return count;
    }
}
