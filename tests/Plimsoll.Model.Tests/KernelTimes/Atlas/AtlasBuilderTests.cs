using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Atlas;
using Plimsoll.Model.Tests.KernelTimes.Tables;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.KernelTimes.Atlas;

public sealed class AtlasBuilderTests
{
    private static readonly byte[] Built = Build();

    [Fact]
    public void The_same_tables_give_the_same_bytes() => Assert.Equal(Built, Build());

    [Fact]
    public void Every_operator_of_the_tables_is_fitted()
    {
        var release = Release(ToyDatabase.Version);

        Assert.Equal(
            [AtlasOperator.Gemm, AtlasOperator.PrefillAttention, AtlasOperator.DecodeAttention, AtlasOperator.Moe, AtlasOperator.AllReduce, AtlasOperator.Nccl],
            release.Entries.Select(entry => entry.Operator).Distinct());
        Assert.True(release.HasExperts);
    }

    [Fact]
    public void A_release_that_equals_another_by_declaration_is_stored_once()
    {
        var (own, alias) = (Release(ToyDatabase.Version), Release(ToyDatabase.Alias));

        Assert.Equal(own.Entries.Select(entry => entry.Section), alias.Entries.Select(entry => entry.Section));
        Assert.All(alias.Entries.Where(entry => entry.Operator == AtlasOperator.Gemm), entry => Assert.False(entry.Borrowed));
    }

    [Fact]
    public void What_no_declaration_covers_is_marked_as_borrowed() =>
        Assert.True(Release(ToyDatabase.Alias).Find(AtlasOperator.AllReduce, "all")!.Borrowed);

    [Fact]
    public void Each_fit_knows_its_error() => Assert.All(Release(ToyDatabase.Version).Entries, entry =>
    {
        Assert.True(entry.Error.Rows > 0);
        Assert.InRange(entry.Error.Median, 0.0001, 0.02);
        Assert.InRange(entry.Error.P90, entry.Error.Median, 0.1);
    });

    [Fact]
    public void The_check_of_a_fresh_atlas_meets_its_targets_and_compares_equal_releases_once()
    {
        var report = AtlasCheck.Run(AtlasFile.Open(Built, "toy"), Root());

        Assert.True(report.MeetsTargets);
        Assert.Equal(6, report.Operators.Count);
        Assert.All(report.Rows, row => Assert.False(row.IsMissing));
        Assert.Single(report.Rows, row => row.Operator == AtlasOperator.Gemm && row.Rows > 0);
    }

    [Fact]
    public void The_check_says_what_the_atlas_lacks()
    {
        var withoutExperts = ToyDatabase.Create();
        withoutExperts.Files.Remove(SmallDatabase.PathOf("moe", "moe_perf"));

        var report = AtlasCheck.Run(AtlasFile.Open(AtlasBuilder.Build(new MemoryRoot(withoutExperts.Files)), "toy"), Root());

        Assert.False(report.MeetsTargets);
        Assert.Equal(AtlasOperator.Moe, Assert.Single(report.Rows, row => row.IsMissing).Operator);
    }

    [Fact]
    public void The_check_sees_when_tables_and_atlas_differ()
    {
        var slower = ToyDatabase.Create();
        slower.Gemm(new GemmRow(1, 1024, 1024, 1), new GemmRow(64, 1024, 1024, 2));

        var report = AtlasCheck.Run(AtlasFile.Open(Built, "toy"), new MemoryRoot(slower.Files));

        Assert.True(report.Operators.Single(summary => summary.Operator == AtlasOperator.Gemm).MedianPct > 90);
        Assert.False(report.MeetsTargets);
    }

    [Fact]
    public void Building_can_be_stopped() => Assert.Throws<OperationCanceledException>(
        () => AtlasBuilder.Build(Root(), cancellation: new CancellationToken(true)));

    [Fact]
    public void Builds_tell_of_each_release()
    {
        var heard = new List<AtlasProgress>();

        AtlasBuilder.Build(Root(), progress: new Listener(heard));

        Assert.Equal([(ToyDatabase.Alias, 1), (ToyDatabase.Version, 2)], heard.Select(progress => (progress.Engine.Version, progress.Releases)));
    }

    [Fact]
    public void Truncated_and_foreign_files_are_refused()
    {
        Assert.Throws<MalformedAtlasException>(() => AtlasFile.Open("parquet"u8.ToArray(), "x"));
        Assert.Throws<MalformedAtlasException>(() => AtlasFile.Open(new byte[64], "x"));
        Assert.Throws<MissingDataException>(() => AtlasFile.Open("no/such/file.atlas"));
        for (var length = 0; length < Built.Length; length += 7)
        {
            Assert.Throws<MalformedAtlasException>(() => AtlasFile.Open(Built.AsMemory(0, length), "cut"));
        }
    }

    [Fact]
    public void Damaged_files_are_refused_or_read_but_nothing_else_happens()
    {
        var random = new Random(5);
        for (var round = 0; round < 3000; round++)
        {
            var damaged = (byte[])Built.Clone();
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                var atlas = AtlasFile.Open(damaged, "damaged");
                for (var section = 0; section < atlas.SectionCount; section++)
                {
                    atlas.Section(section);
                }
            }
            catch (MalformedAtlasException refused)
            {
                Assert.StartsWith("damaged: ", refused.Message, StringComparison.Ordinal);
            }
        }
    }

    private static byte[] Build() => AtlasBuilder.Build(Root());

    private static MemoryRoot Root() => new(ToyDatabase.Create().Files);

    private static AtlasRelease Release(string version) =>
        AtlasFile.Open(Built, "toy").Releases.Single(release => release.Engine == new EngineVersion(BackendKind.Vllm, version));

    private sealed class Listener(List<AtlasProgress> heard) : IProgress<AtlasProgress>
    {
        public void Report(AtlasProgress value) => heard.Add(value);
    }
}
