using Plimsoll.Testing;

namespace Plimsoll.EndToEnd.Tests.Processes;

/// <summary>The <c>plimsoll</c> script: builds when needed, otherwise only runs the binary.</summary>
public sealed class ScriptTests
{
    [Fact]
    public void The_script_runs_the_binary_and_passes_on_its_exit_code()
    {
        var version = PlimsollProcess.Start(PlimsollProcess.Script, ["version"], Path.GetTempPath());
        var refused = PlimsollProcess.Start(PlimsollProcess.Script, ["no-such-verb"], Path.GetTempPath());

        Assert.Equal(0, version.ExitCode);
        Assert.StartsWith("plimsoll ", version.Output, StringComparison.Ordinal);
        Assert.Equal(2, refused.ExitCode);
        Assert.Equal("", refused.Output);
    }

    [Fact]
    public void A_link_to_the_script_works_from_any_folder_with_spaces_in_its_path()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights on Windows");
        using var folder = new TemporaryFolder("with some spaces");
        var link = Path.Combine(folder.Path, "my plimsoll");
        File.CreateSymbolicLink(link, PlimsollProcess.Script);

        var result = PlimsollProcess.Start(link, ["version"], folder.Path);

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("plimsoll ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_runs_at_once_both_succeed()
    {
        var runs = new ProcessResult[2];
        Parallel.For(0, 2, i => runs[i] = PlimsollProcess.Start(PlimsollProcess.Script, ["version"], SharedData.RepositoryRoot));

        Assert.All(runs, run => Assert.Equal(0, run.ExitCode));
        Assert.Equal(runs[0].Output, runs[1].Output);
    }
}
