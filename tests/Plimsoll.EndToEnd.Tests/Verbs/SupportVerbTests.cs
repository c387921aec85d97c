using System.Text.Json.Nodes;
using Plimsoll.Cli;
using Plimsoll.Cli.Verbs;
using Plimsoll.EndToEnd.Tests.Processes;
using Plimsoll.Testing;

namespace Plimsoll.EndToEnd.Tests.Verbs;

/// <summary><c>plimsoll support</c>: what it prints and refuses.</summary>
public sealed class SupportVerbTests
{
    [Fact]
    public void Csv_and_json_hold_the_same_cells()
    {
        string[] cells = ["support", "--model", "Qwen/Qwen3-32B,Qwen/Qwen3-235B-A22B", "--system", "h200_sxm,b60"];
        var csv = Run([.. cells, "--output", "csv"]).Output.TrimEnd('\n').Split('\n');
        var json = JsonNode.Parse(Run([.. cells, "--output", "json"]).Output)!;

        Assert.Equal("model,architecture,system,backend,version,mode,status,times,expected_error_pct,gpus,layout,reason", csv[0]);
        Assert.Equal(2 * 2 * 3 * 2, csv.Length - 1);
        var matrix = json["matrix"]!.AsArray();
        Assert.Equal(csv.Length - 1, matrix.Count);
        Assert.All(csv.Skip(1).Zip(matrix), pair =>
        {
            Assert.StartsWith($"{pair.Second!["model"]},{pair.Second["architecture"]},{pair.Second["system"]},{pair.Second["backend"]}", pair.First, StringComparison.Ordinal);
            Assert.Contains($",{pair.Second["mode"]},{pair.Second["status"]},", pair.First, StringComparison.Ordinal);
        });
        Assert.Equal(matrix.Count, json["cells"]!.GetValue<int>());
    }

    [Fact]
    public void Everything_wrong_is_refused_at_once()
    {
        var run = Run(["support", "--model", "Qwen/Qwen3-33B-no", "--system", "h200_smx", "--backend", "vlm", "--max-gpus", "0", "--isl", "-1", "--output", "xml"]);
        Assert.Equal((ExitCode.InvalidInput, ""), (run.ExitCode, run.Output));
        foreach (var expected in new[] { "--system: unknown system 'h200_smx'", "did you mean 'h200_sxm'?", "--backend: 'vlm'", "--max-gpus: 0", "--isl: -1", "--output" })
        {
            Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_release_belongs_to_one_backend()
    {
        var run = Run(["support", "--model", "Qwen/Qwen3-32B", "--backend-version", "0.22.0"]);
        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Contains("--backend-version: '0.22.0' belongs to one backend", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_configurations_is_read_flat_or_nested_and_what_is_refused_keeps_its_reason()
    {
        using var folder = new TemporaryFolder();
        const string Config = """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 4096, "num_hidden_layers": 2, "num_attention_heads": 32,
             "num_key_value_heads": 8, "intermediate_size": 14336, "vocab_size": 128256, "max_position_embeddings": 8192}
            """;
        File.WriteAllText(Path.Combine(folder.Path, "org--flat_config.json"), Config);
        File.WriteAllText(Path.Combine(folder.Path, "org--broken_config.json"), "{}");
        Directory.CreateDirectory(Path.Combine(folder.Path, "org--nested"));
        File.WriteAllText(Path.Combine(folder.Path, "org--nested", "config.json"), Config);
        var run = Run(["support", "--models-path", folder.Path, "--system", "h200_sxm", "--backend", "vllm", "--output", "csv"]);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("\norg/flat,LlamaForCausalLM,h200_sxm,vllm,", run.Output, StringComparison.Ordinal);
        Assert.Contains("\norg/nested,LlamaForCausalLM,", run.Output, StringComparison.Ordinal);
        Assert.Contains("architectures: is missing", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_shared_configuration_on_every_system_and_backend_is_priced_or_refused_with_a_reason()
    {
        var folder = SharedData.Require("hf-configs");
        var run = Run(["support", "--check", "--models-path", folder]);
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Assert.Contains("| failed | 0 |", run.Output, StringComparison.Ordinal);
    }

    private static CliRun Run(string[] arguments) => new(
        [
            new SupportVerb(() => new Model.Models.ModelResolver(
                Model.Models.Hub.HubOptions.FromEnvironment(name => name == "HF_HUB_OFFLINE" ? "1" : null, Path.GetTempPath()), new HttpClient(), TimeProvider.System)),
        ],
        arguments);
}
