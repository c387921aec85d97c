using System.Xml.Linq;
using Plimsoll.Testing;

namespace Plimsoll.EndToEnd.Tests;

/// <summary>The rooms and who may know whom (docs/architecture.md); arrows point one way.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Plimsoll.Formats"] = [],
        ["Plimsoll.Model"] = ["Plimsoll.Formats"],
        ["Plimsoll.Serving"] = ["Plimsoll.Model"],
        ["Plimsoll.Planning"] = ["Plimsoll.Serving"],
        ["Plimsoll.Deployment"] = ["Plimsoll.Formats", "Plimsoll.Model", "Plimsoll.Planning"],
        ["Plimsoll.Profiling"] = ["Plimsoll.Planning"],
        ["Plimsoll.Load"] = ["Plimsoll.Model"],
        ["Plimsoll.Plotting"] = ["Plimsoll.Formats"],
        ["Plimsoll.Cli"] = ["Plimsoll.Deployment", "Plimsoll.Load", "Plimsoll.Profiling", "Plimsoll.Plotting"],
    };

    [Fact]
    public void Every_project_reference_is_an_allowed_edge()
    {
        var sources = Path.Combine(SharedData.RepositoryRoot, "src");
        var projects = Directory.GetFiles(sources, "*.csproj", SearchOption.AllDirectories);
        Assert.Equal(Allowed.Keys.Order(), projects.Select(p => Path.GetFileNameWithoutExtension(p)).Order());
        foreach (var project in projects)
        {
            var room = Path.GetFileNameWithoutExtension(project);
            var references = XDocument.Load(project).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
            Assert.All(references, reference => Assert.Contains(reference, Allowed[room]));
        }
    }

    [Theory]
    [InlineData("Helpers")]
    [InlineData("Utils")]
    [InlineData("Interfaces")]
    [InlineData("Managers")]
    public void Folders_are_subjects_never_kinds(string kind)
    {
        var sources = Path.Combine(SharedData.RepositoryRoot, "src");
        Assert.DoesNotContain(kind, Directory.GetDirectories(sources, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }
}
