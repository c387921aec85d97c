using System.Text;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.Models.Catalog;

/// <summary>Keeps the catalogue file in form, and in step with the configurations beside the checkout. <c>PLIMSOLL_ACCEPT=1</c> rewrites it.</summary>
public sealed class CatalogFileTests
{
    private static readonly string File = Path.Combine(SharedData.RepositoryRoot, "src", "Plimsoll.Model", "Models", "Catalog", "models.jsonl");

    private static bool IsAccepting => Environment.GetEnvironmentVariable("PLIMSOLL_ACCEPT") == "1";

    [Fact]
    public void Every_shared_configuration_has_the_line_that_its_facts_give()
    {
        var lines = ReadLines();
        foreach (var id in SharedConfigs.Ids())
        {
            var line = CatalogLineWriter.Write(SharedConfigs.Read(id));
            if (IsAccepting)
            {
                lines[id] = line;
            }

            Assert.Equal(line, lines.GetValueOrDefault(id, $"no line for {id}"));
        }

        Save(lines);
    }

    [Fact]
    public void Every_line_is_in_the_form_that_the_writer_gives_and_in_order()
    {
        var lines = ReadLines();
        foreach (var (id, line) in lines.ToList())
        {
            var entry = new CatalogEntry(Encoding.UTF8.GetBytes(line));
            var written = entry.Like is null ? CatalogLineWriter.Write(entry.Read()) : line;
            if (IsAccepting)
            {
                lines[id] = written;
            }

            Assert.Equal(written, lines[id]);
        }

        Save(lines);
        Assert.Equal(string.Join('\n', lines.Values) + "\n", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void A_derived_line_is_like_a_whole_one()
    {
        foreach (var (_, line) in ReadLines())
        {
            var entry = new CatalogEntry(Encoding.UTF8.GetBytes(line));
            if (entry.Like is { } like)
            {
                var original = ModelCatalog.FindLine(like);
                Assert.False(original.IsEmpty, $"{entry.Id} is like {like}, which is not there");
                Assert.Null(new CatalogEntry(original).Like);
            }
        }
    }

    private static SortedDictionary<string, string> ReadLines()
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in System.IO.File.ReadAllLines(File))
        {
            Assert.True(lines.TryAdd(new CatalogEntry(Encoding.UTF8.GetBytes(line)).Id, line), $"twice: {line}");
        }

        return lines;
    }

    private static void Save(SortedDictionary<string, string> lines)
    {
        if (IsAccepting)
        {
            System.IO.File.WriteAllText(File, string.Join('\n', lines.Values) + "\n");
        }
    }
}
