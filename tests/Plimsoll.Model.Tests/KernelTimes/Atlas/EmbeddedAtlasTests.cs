using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Atlas;
using Plimsoll.Model.KernelTimes.Atlas.Storage;

namespace Plimsoll.Model.Tests.KernelTimes.Atlas;

public sealed class EmbeddedAtlasTests
{
    private const int MostBytes = 8_000_000;

    private static readonly AtlasDatabase Atlas = AtlasDatabase.OpenEmbedded();

    [Fact]
    public void It_is_small()
    {
        using var stream = typeof(AtlasFile).Assembly.GetManifestResourceStream("Plimsoll.Model.KernelTimes.Atlas.plimsoll.atlas")!;

        Assert.InRange(stream.Length, 1_000_000, MostBytes);
    }

    [Fact]
    public void It_was_built_with_the_roofline_formulas_and_system_facts_beside_it() => Assert.True(
        RooflineFingerprint.Of(Atlas.Atlas.Releases.Select(release => release.System).Distinct()) == Atlas.Atlas.Rooflines,
        "rooflines or system facts changed: efficiencies refer to them, so run 'plimsoll atlas build' again");

    [Theory]
    [InlineData("a100_sxm")]
    [InlineData("h100_sxm")]
    [InlineData("h200_sxm")]
    [InlineData("b200_sxm")]
    [InlineData("gb200")]
    [InlineData("l40s")]
    public void Every_backend_has_its_newest_complete_release_and_an_older_one(string system) => Assert.All(
        Enum.GetValues<BackendKind>(), backend =>
        {
            var releases = Atlas.Releases(system, backend);
            Assert.True(releases.Count >= 2);
            Assert.All(releases, release => Assert.All(Enum.GetValues<AtlasOperator>(), op => Assert.True(release.Has(op))));
        });

    [Fact]
    public void Every_section_can_be_decoded()
    {
        for (var section = 0; section < Atlas.Atlas.SectionCount; section++)
        {
            Assert.NotEmpty(Atlas.Atlas.Section(section).Codes);
        }
    }

    [Fact]
    public void All_but_a_few_fits_are_within_the_targets()
    {
        var entries = Atlas.Atlas.Releases.SelectMany(release => release.Entries).DistinctBy(entry => entry.Section).ToArray();

        Assert.All(entries, entry => Assert.InRange(entry.Error.Median, 0, 0.04));
        Assert.InRange(entries.Count(entry => entry.Error.P90 > 0.15), 0, entries.Length / 10);
    }
}
