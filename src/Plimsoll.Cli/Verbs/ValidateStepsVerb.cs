using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Composition;
using Plimsoll.Cli.Rendering.Text;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Validation;
using Plimsoll.Profiling.StepValidation;

namespace Plimsoll.Cli.Verbs;

/// <summary><c>plimsoll validate steps</c>: prices the iterations of a file and compares.</summary>
internal sealed class ValidateStepsVerb : Verb
{
    private static readonly Operand File = new("FILE", "CSV with one iteration a row: phase, model, system, backend, version, tp, batch, seq, latency_ms and more.");
    private static readonly Flag SystemsPaths = new("--systems-paths", "LIST", "Folders, wheels or zips with measured tables in AIConfigurator's layout, best first, separated by commas; 'default' is the built-in atlas.") { Default = "default" };
    private static readonly Flag Models = new("--models", "LIST", "Only rows of these models, separated by commas.") { Default = "all" };
    private static readonly Flag MoeDistribution = new("--moe-distribution", "NAME", "Which expert-activation distribution of the tables applies.") { Default = ExpertRouting.Default };
    private static readonly Flag NoRepair = new("--no-repair", null, "Keep implausible measurements instead of replacing them by better evidence.");
    private static readonly Flag Output = new("--output", "FORMAT", "What to print.") { Choices = ["text", "json"], Default = "text" };

    /// <inheritdoc/>
    public override string Name => "validate steps";

    /// <inheritdoc/>
    public override string Summary => "Price every engine iteration of a file and compare with the times in it.";

    /// <inheritdoc/>
    public override Operand? Operand => File;

    /// <inheritdoc/>
    public override IReadOnlyList<Flag> Flags => [SystemsPaths, Models, MoeDistribution, NoRepair, Output];

    /// <inheritdoc/>
    public override int Run(GivenFlags given, Terminal terminal)
    {
        var file = given.Text(File);
        var output = given.Text(Output) ?? "text";
        var wanted = given.Value(Models)?.Items();
        var problems = new NameProblems();
        using var databases = Databases.Open(given.Value(SystemsPaths)?.Items() ?? Databases.Default, problems);
        var rows = file is null ? [] : problems.Try(() => StepFile.Read(file), "FILE") ?? [];
        CheckModels(wanted, rows, given);
        problems.ThrowIfAny(given);

        var options = new OperatorOptions { MoeDistribution = given.Text(MoeDistribution) ?? ExpertRouting.Default };
        var validator = new StepValidator(databases, ModelCatalog.TryFind, options, repair: !given.Switch(NoRepair));
        var report = validator.Run(wanted is null ? rows : [.. rows.Where(row => wanted.Contains(row.Model, StringComparer.OrdinalIgnoreCase))]);
        if (output == "json")
        {
            terminal.Output.WriteLine(StepJson.Write(report));
        }
        else
        {
            StepReportPage.Write(report, terminal.Output);
        }

        return ExitCode.Done;
    }

    private static void CheckModels(IReadOnlyList<string>? wanted, IReadOnlyList<StepRow> rows, GivenFlags given)
    {
        var known = rows.Select(row => row.Model).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        foreach (var model in known.Length == 0 ? [] : wanted ?? [])
        {
            if (!known.Contains(model, StringComparer.OrdinalIgnoreCase))
            {
                given.Refuse(Models, $"the file has no rows of '{model}'", NearestName.Hint(model, known));
            }
        }
    }
}
