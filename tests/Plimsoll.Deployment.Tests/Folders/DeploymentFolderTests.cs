using System.Diagnostics;
using Plimsoll.Deployment.BareMetal;
using Plimsoll.Deployment.Checks;
using Plimsoll.Deployment.Folders;
using Plimsoll.Deployment.Options;
using Plimsoll.Model.Validation;
using Plimsoll.Testing;

namespace Plimsoll.Deployment.Tests.Folders;

/// <summary>A folder holds everything that deploys a configuration.</summary>
public sealed class DeploymentFolderTests
{
    public static TheoryData<string, string> Shapes => SamplePlans.All();

    [Theory]
    [InlineData("agg", "vllm", "README.md,agg_config.yaml,bench_run.sh,k8s_bench.yaml,k8s_deploy.yaml,run_0.sh")]
    [InlineData("disagg", "trtllm", "README.md,bench_run.sh,decode_config.yaml,k8s_bench.yaml,k8s_deploy.yaml,prefill_config.yaml,run_0.sh,run_1.sh")]
    public void The_guides_files_are_there(string shape, string backend, string files) =>
        Assert.Equal(files.Split(','), Folder(shape, backend).Files.Keys);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Scripts_are_golden(string shape, string backend)
    {
        var scripts = Folder(shape, backend).Files.Where(file => file.Key.StartsWith("run_", StringComparison.Ordinal));
        Golden.Match(string.Join("\n", scripts.Select(file => file.Value)), $"{shape}-{backend}.sh");
    }

    [Theory]
    [InlineData("agg", "vllm")]
    [InlineData("disagg", "sglang")]
    public void The_page_is_golden(string shape, string backend) => Golden.Match(Folder(shape, backend).Files["README.md"], $"{shape}-{backend}.md");

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_yaml_file_reads_back_and_no_file_says_null(string shape, string backend) =>
        Assert.All(Folder(shape, backend).Files, file =>
        {
            Assert.DoesNotContain("null", file.Value, StringComparison.Ordinal);
            Assert.DoesNotContain("None", file.Value, StringComparison.Ordinal);
            Assert.DoesNotContain('\r', file.Value);
            if (file.Key.EndsWith(".yaml", StringComparison.Ordinal))
            {
                Assert.NotEmpty(YamlDocuments.Read(file.Value, file.Key));
            }
        });

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Bash_accepts_every_script(string shape, string backend)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no bash");
        Assert.All(Folder(shape, backend).Files.Where(file => DeploymentFolder.IsProgram(file.Key)), file =>
        {
            using var bash = Process.Start(new ProcessStartInfo("bash", "-n") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true })!;
            bash.StandardInput.Write(file.Value);
            bash.StandardInput.Close();
            Assert.Equal("", bash.StandardError.ReadToEnd());
        });
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void No_gpu_is_given_twice_and_no_node_has_more_than_it_has(string shape, string backend)
    {
        var plan = SamplePlans.Named(shape, backend);
        var nodes = NodePlacement.Of(plan);

        Assert.Equal(plan.Pools.Sum(pool => pool.Workers * pool.Plan.GpusPerWorker), nodes.Sum(node => node.Sum(share => share.Gpus)));
        Assert.All(nodes, node =>
        {
            var gpus = node.SelectMany(share => Enumerable.Range(share.FirstGpu, share.Gpus)).ToList();
            Assert.Equal(gpus.Count, gpus.Distinct().Count());
            Assert.All(gpus, gpu => Assert.InRange(gpu, 0, 7));
        });
    }

    [Fact]
    public void The_same_plan_has_the_same_bytes() =>
        Assert.Equal(Folder("disagg", "vllm").Files.Values, Folder("disagg", "vllm").Files.Values);

    [Fact]
    public void All_problems_of_the_settings_are_said_together()
    {
        var errors = new List<ValidationError>();
        var options = OptionReader.Read(["Workers.agg.max_num_seqs=1", "Workers.agg.nonsense=1"], new DeploymentOptions(), errors);

        var refused = Assert.Throws<InvalidInputException>(() => DeploymentFolder.Of(SamplePlans.Agg("vllm"), options));
        Assert.Equal(2, refused.Errors.Count);
    }

    private static DeploymentFolder Folder(string shape, string backend) => DeploymentFolder.Of(SamplePlans.Named(shape, backend), new DeploymentOptions());
}
