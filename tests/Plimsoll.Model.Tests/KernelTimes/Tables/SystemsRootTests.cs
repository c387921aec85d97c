using System.IO.Compression;
using System.Text;
using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.KernelTimes.Tables;

public sealed class SystemsRootTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plimsoll-systems-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("systems")]
    [InlineData("aiconfigurator/systems")]
    [InlineData("aiconfigurator_core/systems")]
    [InlineData("src/aiconfigurator/systems")]
    [InlineData("aic-core/src/aiconfigurator_core/systems")]
    public void A_folder_is_found_where_wheels_and_checkouts_keep_it(string below)
    {
        Database().WriteFolder(Path.Combine(_folder, below));
        using var root = SystemsRoot.Open(_folder);
        AnswersAsWritten(root);
    }

    [Theory]
    [InlineData("systems.zip", "")]
    [InlineData("tables.whl", "aiconfigurator_core/systems/")]
    [InlineData("checkout.zip", "aiconfigurator-main/src/aiconfigurator/systems/")]
    public void An_archive_is_read_without_unpacking_wherever_its_systems_lie(string name, string prefix)
    {
        var path = Path.Combine(_folder, name);
        Database().WriteZip(path, prefix);
        using var root = SystemsRoot.Open(path);
        AnswersAsWritten(root);
    }

    [Fact]
    public void Other_data_folders_of_a_wheel_do_not_mislead()
    {
        var path = Path.Combine(_folder, "tables.whl");
        Database().WriteZip(path, "pkg/systems/", ("pkg/examples/data/sample.parquet", []), ("pkg/examples/readme.txt", []), ("data/x.parquet", []));
        using var root = SystemsRoot.Open(path);
        AnswersAsWritten(root);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Systems_are_listed_with_or_without_tables_but_manifests_are_not(bool zipped)
    {
        var database = Database();
        database.Files["bare_gpu.yaml"] = "data_dir: data/bare_gpu\ngpu:\n  mem_bw: 1\n"u8.ToArray();
        database.Files["manifest.yaml"] = "schema_version: 1\n"u8.ToArray();
        using var root = Open(database, zipped);
        Assert.Equal(["bare_gpu", SmallDatabase.Gpu], root.Systems);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Folder_and_archive_answer_alike(bool zipped)
    {
        using var root = Open(Database(), zipped);
        Assert.Equal(["gemm"], root.Folders($"data/{SmallDatabase.Gpu}"));
        Assert.Equal(["1.0.0"], root.Folders($"data/{SmallDatabase.Gpu}/gemm/vllm"));
        Assert.Empty(root.Folders("data/nothing"));
        Assert.True(root.FileExists(SmallDatabase.Gpu + ".yaml"));
        Assert.False(root.FileExists("data"));
        Assert.Throws<MissingDataException>(() => root.ReadFile("data/nothing.parquet"));
        Assert.Throws<MissingDataException>(() => root.ReadFile("data"));
    }

    [Fact]
    public void A_link_to_nowhere_is_no_system_and_does_no_harm()
    {
        Database().WriteFolder(_folder);
        File.CreateSymbolicLink(Path.Combine(_folder, "gone.yaml"), Path.Combine(_folder, "nowhere"));
        using var root = SystemsRoot.Open(_folder);
        AnswersAsWritten(root);
    }

    [Fact]
    public void What_is_no_database_is_missing_data()
    {
        var text = Path.Combine(_folder, "notes.txt");
        File.WriteAllText(text, "no tables here");
        var empty = Path.Combine(_folder, "empty.zip");
        ZipFile.Open(empty, ZipArchiveMode.Create).Dispose();
        var foreign = Path.Combine(_folder, "foreign.zip");
        new SmallDatabase().WriteZip(foreign, "docs/");

        string[] wrong = [text, empty, foreign, _folder, Path.Combine(_folder, "absent"), "", "\0"];
        Assert.All(wrong, path => Assert.Throws<MissingDataException>(() => SystemsRoot.Open(path)));
    }

    [Fact]
    public void A_damaged_archive_answers_or_is_refused_with_a_typed_error()
    {
        var path = Path.Combine(_folder, "tables.whl");
        Database().WriteZip(path, "pkg/systems/");
        var whole = File.ReadAllBytes(path);
        var random = new Random(20_261_122);
        var refused = 0;
        const int Rounds = 400;
        for (var round = 0; round < Rounds; round++)
        {
            var damaged = whole[..(round % 2 == 0 ? whole.Length : random.Next(whole.Length))];
            for (var flips = random.Next(1, 12); flips > 0 && damaged.Length > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(path, damaged);
            refused += TypedErrors.Only(() =>
            {
                using var root = SystemsRoot.Open(path);
                Assert.True(Gemm(root) is null or { Ms: > 0 });
            }) ? 1 : 0;
        }

        Assert.InRange(refused, Rounds / 2, Rounds - 1);
    }

    [Fact]
    public void An_archive_that_claims_gigabytes_is_not_believed()
    {
        var path = Path.Combine(_folder, "bomb.zip");
        Database().WriteZip(path, "");
        var bytes = File.ReadAllBytes(path);
        var entry = bytes.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(SmallDatabase.PathOf("gemm", "gemm_perf")));
        BitConverter.TryWriteBytes(bytes.AsSpan(entry - 46 + 24), 2_000_000_000);
        File.WriteAllBytes(path, bytes);

        using var root = SystemsRoot.Open(path);
        Assert.Contains("claims 2000000000 bytes", Assert.Throws<MissingDataException>(() => Gemm(root)).Message, StringComparison.Ordinal);
    }

    private static SmallDatabase Database() => new SmallDatabase().Gemm(new GemmRow(1, 1024, 512, 1), new GemmRow(16, 1024, 512, 2));

    private static void AnswersAsWritten(SystemsRoot root)
    {
        Assert.Equal([SmallDatabase.Gpu], root.Systems);
        Assert.Equal(2, Gemm(root)!.Value.Ms);
    }

    private static KernelTime? Gemm(SystemsRoot root) =>
        new TableSource(new TableCatalog(root, SmallDatabase.Gpu), new EngineVersion(BackendKind.Vllm, SmallDatabase.Version))
            .Gemm(new GemmKey(GemmQuant.Bf16, 1024, 512))?.At(16);

    private SystemsRoot Open(SmallDatabase database, bool zipped)
    {
        if (!zipped)
        {
            database.WriteFolder(_folder);
            return SystemsRoot.Open(_folder);
        }

        var path = Path.Combine(_folder, "tables.zip");
        database.WriteZip(path, "systems/");
        return SystemsRoot.Open(path);
    }
}
