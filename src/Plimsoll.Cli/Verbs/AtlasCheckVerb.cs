using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Composition;
using Plimsoll.Cli.Rendering.Json;
using Plimsoll.Cli.Rendering.Text;
using Plimsoll.Model.KernelTimes.Atlas;
using Plimsoll.Model.Validation;

namespace Plimsoll.Cli.Verbs;

/// <summary><c>plimsoll atlas check</c>: how far the atlas lies from measured tables.</summary>
internal sealed class AtlasCheckVerb : Verb
{
    private static readonly Flag SystemsPaths = new("--systems-paths", "PATH", "A folder, wheel or zip with measured tables in AIConfigurator's layout.") { Required = true };
    private static readonly Flag File = new("--file", "FILE", "The atlas to check.") { Default = "the built-in one" };
    private static readonly Flag Output = new("--output", "FORMAT", "What to print.") { Choices = ["text", "json"], Default = "text" };

    /// <inheritdoc/>
    public override string Name => "atlas check";

    /// <inheritdoc/>
    public override string Summary => "Compare an atlas with measured tables, by system, backend and operator.";

    /// <inheritdoc/>
    public override IReadOnlyList<Flag> Flags => [SystemsPaths, File, Output];

    /// <inheritdoc/>
    public override int Run(GivenFlags given, Terminal terminal)
    {
        var output = given.Text(Output) ?? "text";
        var problems = new NameProblems();
        using var root = Databases.OpenOne(SystemsPaths, given, problems);
        var atlas = problems.Try(() => Open(given.Text(File)), File.Name);
        problems.ThrowIfAny(given);

        var report = AtlasCheck.Run(atlas!, root!, times: null, new ReleaseProgress(terminal.Error));
        if (output == "json")
        {
            AtlasCheckDocument.Write(report, terminal.Output);
        }
        else
        {
            AtlasCheckPage.Write(report, terminal.Output);
        }

        return ExitCode.Done;
    }

    private static AtlasFile Open(string? file)
    {
        try
        {
            return file is null ? AtlasFile.OpenEmbedded() : AtlasFile.Open(file);
        }
        catch (MalformedAtlasException malformed) when (file is not null)
        {
            throw new InvalidInputException(File.Name, malformed.Message);
        }
    }
}
