using Plimsoll.Cli;
using Plimsoll.EndToEnd.Tests.Processes;

namespace Plimsoll.EndToEnd.Tests.Plans;

/// <summary><c>--system-file</c>: planning for a GPU that nobody knows.</summary>
public sealed class OwnSystemTests
{
    private const string Lab = """
        gpu:
          mem_bw: 4e12
          mem_capacity: 96e9
          bfloat16_tc_flops: 900e12
          fp8_tc_flops: 1800e12
          sm_version: 90
        node:
          num_gpus_per_node: 8
          intra_node_bw: 450e9
          inter_node_bw: 50e9
        """;

    [Fact]
    public void A_gpu_of_ones_own_is_planned_for_saved_and_asked_again()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "lab_gpu.yaml");
        File.WriteAllText(file, Lab);
        var first = Run(folder, "--system-file", file, "--save-dir", "saved");

        Assert.Equal(ExitCode.Done, first.ExitCode);
        Assert.Contains("no kernel times of vllm on lab_gpu: they are transferred from other systems, first of all h", first.Output, StringComparison.Ordinal);
        var plan = Assert.Single(Directory.GetFiles(folder.Path, "plan.yaml", SearchOption.AllDirectories));
        var again = PlimsollProcess.Start(PlimsollProcess.Binary, ["default", "--request", plan, "--output", "json"], folder.Path);
        Assert.Equal(first.Output, again.Output);
    }

    [Fact]
    public void A_system_file_that_is_not_used_or_not_valid_is_refused_with_everything_else()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "lab_gpu.yaml");
        File.WriteAllText(file, Lab);
        var unused = Run(folder, "--system-file", file, "--system", "h200_sxm");
        Assert.Equal(ExitCode.InvalidInput, unused.ExitCode);
        Assert.Contains("--system-file: describes 'lab_gpu', which neither the system nor the decode system is", unused.Error, StringComparison.Ordinal);

        File.WriteAllText(file, Lab.Replace("mem_bw: 4e12", "mem_bw: -4", StringComparison.Ordinal).Replace("sm_version", "smversion", StringComparison.Ordinal));
        var invalid = Run(folder, "--system-file", file, "--osl", "0");
        Assert.Equal((ExitCode.InvalidInput, ""), (invalid.ExitCode, invalid.Output));
        foreach (var expected in new[] { "lab_gpu.yaml:2: gpu.mem_bw", "did you mean 'gpu.sm_version'?", "--osl" })
        {
            Assert.Contains(expected, invalid.Error, StringComparison.Ordinal);
        }
    }

    private static ProcessResult Run(TemporaryFolder folder, params string[] flags) => PlimsollProcess.Start(
        PlimsollProcess.Binary,
        ["default", "--model", "Qwen/Qwen3-8B", "--total-gpus", "2", "--backend", "vllm", "--output", "json", .. flags],
        folder.Path);
}
