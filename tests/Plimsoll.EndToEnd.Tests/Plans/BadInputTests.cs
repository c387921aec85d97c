using Plimsoll.Cli;
using Plimsoll.EndToEnd.Tests.Processes;
using Plimsoll.Model.Backends;
using Plimsoll.Testing;

namespace Plimsoll.EndToEnd.Tests.Plans;

/// <summary>What <c>plimsoll default</c> refuses as a process, and that a refusal leaves nothing behind.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("--model foo --system h200_sxm --total-gpus 8", "--model: 'foo' is neither a known model")]
    [InlineData("--model Qwen/Qwen3-32B --system h200_smx --total-gpus 8", "--system: unknown system 'h200_smx' (did you mean 'h200_sxm'?)")]
    [InlineData("--model Qwen/Qwen3-32B --system h200_sxm --total-gpus 8 --backend vlm", "--backend: 'vlm' is none of auto, vllm, sglang, trtllm (did you mean 'vllm'?)")]
    [InlineData("--model Qwen/Qwen3-32B --system h200_sxm --total-gpus 0", "--total-gpus: 0 is not between 1")]
    [InlineData("--model Qwen/Qwen3-32B --system h200_sxm --total-gpus -4", "--total-gpus: -4 is not between 1")]
    [InlineData("--model Qwen/Qwen3-32B --system h200_sxm --total-gpus 8 --prefix 4000", "--prefix: 4000 cached tokens leave nothing")]
    [InlineData("--model Qwen/Qwen3-32B --system h200_sxm --total-gpus 8 --ttft 0", "--ttft: 0 is not a finite number above 0")]
    [InlineData("--model Qwen/Qwen3-32B --system h200_sxm --total-gpus 8 --tpot nan", "--tpot: 'nan' is not a number")]
    [InlineData("--model Qwen/Qwen3-32B --system h200_sxm --total-gpus 8 --backend-version 0.24.0", "--backend-version: '0.24.0' belongs to one backend")]
    [InlineData("--model Qwen/Qwen3-32B --system h200_sxm --total-gpus 1 --serving-mode disagg", "--total-gpus: 1 GPU cannot hold")]
    [InlineData("--model Qwen/Qwen3-32B --system h200_sxm --total-gpus 8 --moe-quant-mode fp8", "--moe-quant-mode: has no effect")]
    [InlineData("--model Qwen/Qwen3-32B --system h200_sxm --total-gpus 8 --moe-distribution balanced", "--moe-distribution: has no effect")]
    [InlineData("--model Qwen/Qwen3-32B --system h200_sxm --total-gpus 8 --serving-mode agg --kv-link-gb-per-s 10", "--kv-link-gb-per-s: has no effect")]
    [InlineData("--model Qwen/Qwen3-32B --system h200_sxm --total-gpus 8 --moe-distribution zipf", "--moe-distribution: 'zipf' is none of")]
    [InlineData("--model Qwen/Qwen3-32B --system h200_sxm --total-gpus 8 --afd-max-candidates 5", "--afd-max-candidates: is not supported")]
    [InlineData("--model meta-llama/Meta-Llama-3.1-405B --system h100_sxm --total-gpus 1", "weights do not fit")]
    [InlineData("--request nowhere.yaml", "--request: 'nowhere.yaml' cannot be read")]
    public void Wrong_input_ends_with_exit_code_2_a_reason_and_nothing_written(string arguments, string reason)
    {
        using var folder = new TemporaryFolder();
        var run = Plan(folder.Path, [.. arguments.Split(' '), "--save-dir", "results"]);

        Assert.Equal((ExitCode.InvalidInput, ""), (run.ExitCode, run.Output));
        Assert.Contains("error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_model_that_is_not_priced_is_refused_with_the_part_that_is_missing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), """
            {"architectures": ["LlamaForCausalLM"], "hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 4,
             "num_attention_heads": 16, "vocab_size": 32000, "max_position_embeddings": 8192, "cross_attention_layers": [3]}
            """);
        var run = Plan(folder.Path, ["--model", "./config.json", "--system", "h200_sxm", "--total-gpus", "8"]);
        Assert.Equal((ExitCode.InvalidInput, ""), (run.ExitCode, run.Output));
        Assert.Contains("is not priced yet: cross-attention layers (cross_attention_layers)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        using var folder = new TemporaryFolder();
        var run = Plan(folder.Path, ["--model", "foo", "--system", "h200_smx", "--decode-system", "b200", "--total-gpus", "x", "--backend", "vlm", "--ttfs", "3", "--osl", "0"]);

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        foreach (var flag in new[] { "--model", "--system", "--decode-system", "--total-gpus", "--backend", "--ttfs", "--osl" })
        {
            Assert.Equal(1, run.Error.Split('\n').Count(line => line.StartsWith($"error: {flag}: ", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("--systems-paths nowhere", "'nowhere' does not exist")]
    [InlineData("--systems-paths .", "'.' holds no systems folder")]
    public void Missing_tables_end_with_exit_code_4(string arguments, string reason)
    {
        using var folder = new TemporaryFolder();
        var run = PlimsollProcess.Start(
            PlimsollProcess.Binary,
            ["default", "--model", "Qwen/Qwen3-32B", "--total-gpus", "8", "--system", "h200_sxm", .. arguments.Split(' ')],
            folder.Path);

        Assert.Equal((ExitCode.DataMissing, ""), (run.ExitCode, run.Output));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"architectures\": [\"LlamaForCausalLM\"], \"hidden_size\": -1}")]
    [InlineData("\u0000\u0001PAR1")]
    public void A_damaged_model_configuration_is_refused(string config)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), config);
        var run = Plan(folder.Path, ["--model", folder.Path, "--system", "h200_sxm", "--total-gpus", "8"]);

        Assert.Equal((ExitCode.InvalidInput, ""), (run.ExitCode, run.Output));
        Assert.Contains("config.json", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_model_without_a_network_ends_with_exit_code_4_and_the_nearest_name()
    {
        using var folder = new TemporaryFolder();
        var run = PlimsollProcess.Start(
            PlimsollProcess.Binary,
            ["default", "--model", "Qwen/Qwen3-32B-FP9", "--system", "h200_sxm", "--total-gpus", "8"],
            folder.Path,
            ("HF_HUB_OFFLINE", "1"),
            ("HF_HOME", folder.Path));

        Assert.Equal((ExitCode.DataMissing, ""), (run.ExitCode, run.Output));
        Assert.Contains("Qwen/Qwen3-32B-FP8", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_damaged_table_is_refused_by_name(int length)
    {
        using var folder = new TemporaryFolder();
        var systems = SharedData.Require("aic-systems");
        CopyTables(systems, folder.Path, "h200_sxm", BackendKind.Vllm);
        var table = Directory.GetFiles(folder.Path, "gemm_perf.parquet", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(table);
        File.WriteAllBytes(table, length < 0 ? [.. bytes.Select((value, i) => i % 997 == 500 && i < bytes.Length - 5000 ? (byte)~value : value)] : bytes[..length]);

        var run = Plan(folder.Path, ["--model", "Qwen/Qwen3-32B", "--system", "h200_sxm", "--total-gpus", "8", "--backend", "vllm", "--systems-paths", folder.Path]);

        Assert.Equal((ExitCode.InvalidInput, ""), (run.ExitCode, run.Output));
        Assert.Contains("gemm_perf.parquet: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    // One release of the tables that a dense model needs.
    private static void CopyTables(string systems, string folder, string system, BackendKind backend)
    {
        File.Copy(Path.Combine(systems, system + ".yaml"), Path.Combine(folder, system + ".yaml"));
        foreach (var family in new[] { "gemm", "attention", "comm" })
        {
            foreach (var engine in new[] { backend.Name(), "nccl" })
            {
                var releases = Path.Combine(systems, "data", system, family, engine);
                if (Directory.Exists(releases) && Directory.GetDirectories(releases).Order(StringComparer.Ordinal).LastOrDefault() is { } newest)
                {
                    foreach (var file in Directory.GetFiles(newest))
                    {
                        var copy = Path.Combine(folder, Path.GetRelativePath(systems, file));
                        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                        File.WriteAllBytes(copy, File.ReadAllBytes(file));
                    }
                }
            }
        }
    }

    private static ProcessResult Plan(string workingFolder, string[] arguments) => PlimsollProcess.Start(
        PlimsollProcess.Binary, ["default", .. arguments], workingFolder);
}
