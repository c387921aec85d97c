using System.Text.RegularExpressions;
using Plimsoll.EndToEnd.Tests.Processes;
using Plimsoll.Testing;

namespace Plimsoll.EndToEnd.Tests.Documents;

/// <summary>What the README and the docs promise holds.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> ShownRuns =>
        [.. ShownCommands.Documents.SelectMany(ShownCommands.In).Where(command => command.StartsWith("./plimsoll ", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(ShownRuns))]
    public void Every_shown_run_works(string command)
    {
        using var folder = new TemporaryFolder();
        CopyExamples(folder.Path);
        var run = PlimsollProcess.Start(PlimsollProcess.Binary, ShownCommands.Words(command)[1..], folder.Path);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.NotEqual("", run.Output);
    }

    [Fact]
    public void The_readme_promises_two_commands()
    {
        Assert.Equal(
            ["./plimsoll default --model Qwen/Qwen3-32B-FP8 --system h200_sxm --total-gpus 8 --isl 4000 --osl 500 --ttft 600 --tpot 16.67", "./test"],
            ShownCommands.In("README.md").Take(2));
    }

    [Fact]
    public void The_readme_shows_what_its_first_command_prints()
    {
        var command = ShownCommands.In("README.md")[0];
        var printed = PlimsollProcess.Run(command.Split(' ')[1..]).Output;
        var answer = printed[..printed.IndexOf("  ----------------------------------------------------------------------------\n  Pareto Frontier", StringComparison.Ordinal)];
        var file = Path.Combine(SharedData.RepositoryRoot, "README.md");

        Golden.MatchFile(Sample().Replace(File.ReadAllText(file), $"<!-- sample -->\n```text\n{answer}```\n"), file);
    }

    [Fact]
    public void Every_shown_program_of_the_repository_exists_and_can_be_run()
    {
        var programs = ShownCommands.Documents.SelectMany(ShownCommands.In)
            .Select(command => command.Split(' ')[0])
            .Where(program => program.StartsWith("./", StringComparison.Ordinal) || program.StartsWith(".ci/", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal);

        Assert.All(programs, program =>
        {
            var file = Path.Combine(SharedData.RepositoryRoot, program);
            Assert.True(File.Exists(file), program);
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute), program);
        });
    }

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        foreach (var document in ShownCommands.Documents)
        {
            var folder = Path.GetDirectoryName(Path.Combine(SharedData.RepositoryRoot, document))!;
            var targets = Link().Matches(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, document)))
                .Select(match => match.Groups["target"].Value)
                .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'));
            Assert.All(targets, target => Assert.True(Path.Exists(Path.Combine(folder, target.Split('#')[0])), $"{document}: {target}"));
        }
    }

    private static void CopyExamples(string folder)
    {
        var target = Directory.CreateDirectory(Path.Combine(folder, "docs", "examples")).FullName;
        foreach (var example in Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "docs", "examples")))
        {
            File.Copy(example, Path.Combine(target, Path.GetFileName(example)));
        }
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"<!-- sample -->\n```text\n.*?```\n", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sample();
}
