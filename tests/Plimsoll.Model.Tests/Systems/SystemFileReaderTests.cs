using FsCheck.Fluent;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.Systems;

public sealed class SystemFileReaderTests
{
    private const string Valid = """
        data_dir: data/toy # beside this file
        gpu:
          mem_bw: 1000000000000
          mem_bw_empirical_scaling_factor: 0.8
          mem_empirical_constant_latency: 0.000003
          mem_capacity: 85899345920
          bfloat16_tc_flops: 312e12
          fp8_tc_flops: 624000000000000
          power: 400
          sm_version: 90
        node:
          num_gpus_per_node: 4
          num_gpus_per_rack: 72
          inter_rack_bw: 1e11
          inter_node_bw: 9e11
          intra_node_bw: 9e11
          p2p_latency: 0.00001
        misc:
          nccl_mem:
            1: 0
            2: 358612992
          other_mem: 3758096384
          nccl_version: '2.27.3'
        """;

    [Fact]
    public void A_valid_file_becomes_a_system_and_its_data_directory()
    {
        var file = SystemFileReader.Parse("toy", Valid, "toy.yaml");

        Assert.Equal("data/toy", file.DataDirectory);
        Assert.Equal("toy", file.System.Name);
        Assert.Equal(1e12, file.System.MemoryBandwidth);
        Assert.Equal(312e12, file.System.Flops(ComputeType.Bf16));
        Assert.Equal(624e12, file.System.Flops(ComputeType.Fp8));
        Assert.Null(file.System.Flops(ComputeType.Fp4));
        Assert.Equal(358612992, file.System.NcclBytes[2]);
        Assert.Equal(1e11, file.System.BandwidthBetween(73));
        Assert.Equal("2.27.3", file.System.NcclVersion);
    }

    [Fact]
    public void All_problems_are_reported_at_once_with_line_and_key_path()
    {
        var text = Valid
            .Replace("mem_bw: 1000000000000", "mem_bw: fast")
            .Replace("mem_bw_empirical_scaling_factor: 0.8", "mem_bw_empirical_scaling_factor: 1.8")
            .Replace("num_gpus_per_node: 4", "num_gpus_per_nodes: 4")
            .Replace("intra_node_bw: 9e11", "intra_node_bw: -1");

        var refused = Assert.Throws<InvalidInputException>(() => SystemFileReader.Parse("toy", text, "toy.yaml"));

        Assert.Equal(
            [
                "toy.yaml:3: gpu.mem_bw: must be a number above 0, not 'fast'",
                "toy.yaml:4: gpu.mem_bw_empirical_scaling_factor: must be a fraction above 0 and at most 1, not '1.8'",
                "toy.yaml: node.num_gpus_per_node: is missing",
                "toy.yaml:16: node.intra_node_bw: must be a number above 0, not '-1'",
                "toy.yaml:12: node.num_gpus_per_nodes: is not a key of a system file (did you mean 'node.num_gpus_per_node'?)",
            ],
            refused.Errors.Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("data_dir: data/toy", "data_dir: /etc", "must be a folder below the systems folder")]
    [InlineData("data_dir: data/toy", "data_dir: ../../secret", "must be a folder below the systems folder")]
    [InlineData("nccl_version: '2.27.3'", "nccl_version: ''", "must not be empty")]
    [InlineData("2: 358612992", "two: 358612992", "must name a GPU count")]
    [InlineData("sm_version: 90", "sm_version: 90.5", "must be a whole number")]
    [InlineData("mem_capacity: 85899345920", "mem_capacity: [1, 2]", "without lists or aliases")]
    [InlineData("mem_capacity: 85899345920", "mem_capacity: &a 1\n  power: *a", "without lists or aliases")]
    [InlineData("power: 400", "power: 400\n  power: 500", "stands twice")]
    [InlineData("power: 400", "power: .inf", "must be a number of at least 0")]
    [InlineData("gpu:", "gpu: {a: {b: {c: {d: {e: {f: {g: {h: {i: 1}}}}}}}}}\ngpus:", "nests deeper")]
    [InlineData("misc:", "misc: 'open", "is not valid YAML")]
    [InlineData("misc:", "---\nmisc:", "more than one YAML document")]
    public void A_broken_value_is_refused_with_its_reason(string valid, string broken, string reason)
    {
        var refused = Assert.Throws<InvalidInputException>(
            () => SystemFileReader.Parse("toy", Valid.Replace(valid, broken), "toy.yaml"));

        Assert.Contains(refused.Errors, error => error.Message.Contains(reason));
    }

    [Fact]
    public void An_empty_document_misses_every_required_key()
    {
        var refused = Assert.Throws<InvalidInputException>(() => SystemFileReader.Parse("toy", "", "toy.yaml"));

        Assert.Equal(7, refused.Errors.Count(error => error.Message == "is missing"));
    }

    [Fact]
    public void A_file_that_is_not_there_is_missing_data()
    {
        var missing = Assert.Throws<MissingDataException>(() => SystemFileReader.Read(Path.Combine("no", "such", "h200.yaml")));

        Assert.Contains("h200.yaml", missing.Message);
    }

    [Fact]
    public void Mutated_text_either_reads_or_is_refused_with_typed_errors()
    {
        var mutation =
            from position in Gen.Choose(0, Valid.Length - 1)
            from length in Gen.Choose(0, 12)
            from insert in Gen.Elements("", "[", "{", "*", "&a ", "\t", "- ", "? ", ": ", "'", "\"", "|", "---\n", "\0", "1e999", "\ud800", "%YAML 9\n")
            select Valid.Remove(position, Math.Min(length, Valid.Length - position)).Insert(position, insert);

        Properties.Check(mutation, ReadsOrIsRefused, tests: 2000);
    }

    [Fact]
    public void Every_built_in_system_equals_its_file()
    {
        var folder = SharedData.Require("aic-systems");
        var files = Directory.GetFiles(folder, "*.yaml").Where(path => !path.EndsWith("perf_data_reuse_manifest.yaml", StringComparison.Ordinal));

        var systems = files.Order(StringComparer.Ordinal).Select(SystemFileReader.Read).ToList();

        Assert.Equal(SystemCatalog.Names, systems.Select(file => file.System.Name));
        foreach (var (expected, directory) in systems)
        {
            var actual = SystemCatalog.Find(expected.Name);
            Assert.Equal(expected.NcclBytes, actual.NcclBytes);
            Assert.Equal(expected with { NcclBytes = actual.NcclBytes }, actual);
            Assert.Equal($"data/{expected.Name}", directory);
        }
    }

    private static bool ReadsOrIsRefused(string text)
    {
        try
        {
            return SystemFileReader.Parse("toy", text, "toy.yaml").System.Name == "toy";
        }
        catch (InvalidInputException refused)
        {
            return refused.Errors.Count > 0;
        }
    }
}
