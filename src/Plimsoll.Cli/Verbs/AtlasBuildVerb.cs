using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Composition;
using Plimsoll.Cli.Rendering;
using Plimsoll.Cli.Saving;
using Plimsoll.Model.KernelTimes.Atlas;

namespace Plimsoll.Cli.Verbs;

/// <summary><c>plimsoll atlas build</c>: fits the surfaces that answer where no tables are given.</summary>
internal sealed class AtlasBuildVerb : Verb
{
    private static readonly Flag SystemsPaths = new("--systems-paths", "PATH", "A folder, wheel or zip with measured tables in AIConfigurator's layout.") { Required = true };
    private static readonly Flag File = new("--file", "FILE", "The atlas to write.") { Default = "plimsoll.atlas" };
    private static readonly Flag Replace = new("--replace", null, "Replace the file if it holds another atlas.");

    /// <inheritdoc/>
    public override string Name => "atlas build";

    /// <inheritdoc/>
    public override string Summary => "Fit an atlas of kernel times to measured tables and write it as one file.";

    /// <inheritdoc/>
    public override IReadOnlyList<Flag> Flags => [SystemsPaths, File, Replace];

    /// <inheritdoc/>
    public override int Run(GivenFlags given, Terminal terminal)
    {
        var problems = new NameProblems();
        using var root = Databases.OpenOne(SystemsPaths, given, problems);
        problems.ThrowIfAny(given);

        var file = given.Text(File) ?? "plimsoll.atlas";
        var atlas = AtlasBuilder.Build(root!, times: null, new ReleaseProgress(terminal.Error));
        NewFile.Write(file, atlas, File.Name, given.Switch(Replace));
        terminal.Output.WriteLine($"{file}: {Figures.Grouped(atlas.Length)} bytes, {AtlasFile.Open(atlas, file).Releases.Count} releases");
        return ExitCode.Done;
    }
}
