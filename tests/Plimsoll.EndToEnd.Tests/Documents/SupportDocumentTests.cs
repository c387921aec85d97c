using Plimsoll.Cli;
using Plimsoll.Cli.Verbs;
using Plimsoll.EndToEnd.Tests.Verbs;
using Plimsoll.Testing;

namespace Plimsoll.EndToEnd.Tests.Documents;

/// <summary><c>docs/support.md</c> shows what the tool prices today.</summary>
public sealed class SupportDocumentTests
{
    private const string Begin = "<!-- matrix: written by SupportDocumentTests -->";
    private const string End = "<!-- /matrix -->";

    [Fact]
    public void The_document_shows_the_matrix_of_today()
    {
        var path = Path.Combine(SharedData.RepositoryRoot, "docs/support.md");
        var text = File.ReadAllText(path);
        var run = new CliRun([new SupportVerb(() => throw new InvalidOperationException("no model has to be looked for"))], "support");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        Golden.MatchFile(text[..begin] + "\n" + run.Output + text[end..], path);
    }
}
