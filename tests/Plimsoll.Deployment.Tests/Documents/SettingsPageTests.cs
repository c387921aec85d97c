using System.Text;
using Plimsoll.Deployment.Engines;
using Plimsoll.Deployment.Options;
using Plimsoll.Model.Backends;
using Plimsoll.Testing;

namespace Plimsoll.Deployment.Tests.Documents;

/// <summary>The reference page of settings is written from the tables that are used.</summary>
public sealed class SettingsPageTests
{
    [Fact]
    public void The_page_lists_every_setting_with_its_spelling_in_each_engine()
    {
        var page = new StringBuilder("# Settings of deployment files\n\nWritten by a test from the tables in `src/Plimsoll.Deployment`.\n\n## Around the engines\n\n");
        page.Append("`--generator-set KEY=VALUE`\n\n| key | value | default | sets |\n| --- | --- | --- | --- |\n");
        foreach (var key in OptionKeys.All)
        {
            page.Append($"| `{key.Name}` | {key.Expected} | {key.Default} | {key.Description} |\n");
        }

        page.Append("\n## Engines\n\n`--generator-set Workers.ROLE.SETTING=VALUE` with `agg`, `prefill` or `decode` for ROLE. SETTING is a name of the first column or any engine's own name\n");
        page.Append("(`max_num_seqs` for `--max-num-seqs`); the file has the spelling of the release that runs.\n");
        foreach (var key in EngineKeys.All)
        {
            page.Append($"\n### {key.Name}\n\n{key.Description} A value is {key.Kind.Expected()}.\n\n| engine | spelling | releases | without it |\n| --- | --- | --- | --- |\n");
            foreach (var backend in Enum.GetValues<BackendKind>())
            {
                foreach (var spelling in EngineSpellings.Of(backend).Where(spelling => spelling.Key == key))
                {
                    var no = spelling.NameOfFalse is { } name ? $", `{name}`" : spelling.IsNegated ? " (the opposite)" : "";
                    page.Append($"| {backend.Name()} | `{spelling.Name}`{no} | {Releases(spelling)} | {spelling.Default} |\n");
                }
            }
        }

        Golden.MatchFile(page.ToString(), Path.Combine(SharedData.RepositoryRoot, "docs", "deployment-settings.md"));
    }

    private static string Releases(EngineSpelling spelling) => spelling switch
    {
        { Since: null, Until: null } => "all",
        { Since: { } since, Until: null } => $"{since} on",
        { Since: null, Until: { } until } => $"before {until}",
        _ => $"{spelling.Since} to before {spelling.Until}",
    };
}
