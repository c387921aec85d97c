using Plimsoll.Model.Backends;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Tests.Models;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.Quantization;

/// <summary>
/// Compares the inferred formats with those that the peer resolved for the same checkpoint, GPU and engine. The arithmetic of
/// attention is not compared: no checkpoint declares it.
/// </summary>
public sealed class QuantizationOracleTests
{
    // Known differences, each a decision of ours.
    private static readonly Dictionary<(string Model, string Column), string> Differences = new()
    {
        // MXFP4 experts with 8-bit activations on Hopper, which has no such tensor cores: weights are unpacked.
        [("deepseek-ai/DeepSeek-V4-Pro", "moe")] = "w4a16_mxfp4",
        [("deepseek-ai/DeepSeek-V4-Flash", "moe")] = "w4a16_mxfp4",
    };

    [Fact]
    public void Inferred_formats_of_weights_are_those_that_the_peer_resolves()
    {
        var problems = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var row in Rows())
        {
            var model = SharedConfigs.Read(row.Model);
            var system = SystemCatalog.Find(row.System);
            Assert.True(BackendKindNames.TryParse(row.Backend, out var backend));
            var fit = HardwareFallback.Apply(model.Quantization, model.IsMoe, system, backend);

            // Ampere has no fp8 units: the peer keeps the format and fails later, this project says what happens.
            if (system.SmVersion < 89)
            {
                continue;
            }

            Compare(problems, row, "gemm", row.Gemm, fit.Plan.Gemm.Name());
            if (model.IsMoe)
            {
                Compare(problems, row, "moe", row.Moe, fit.Plan.Moe.Name());
            }
        }

        Assert.Empty(problems);
    }

    [Fact]
    public void The_KV_cache_differs_only_where_the_peer_assumes_fp8_without_a_declaration()
    {
        var rows = Rows();
        var differing = rows.Where(row => row.Kv != SharedConfigs.Read(row.Model).Quantization.KvCache.Name()).ToList();

        // Engines keep a bf16 cache for these (262,144 bytes a token measured for Qwen3-32B-FP8, which is bf16).
        Assert.NotEmpty(differing);
        Assert.All(differing, row => Assert.Equal(("fp8_block", "fp8", KvQuant.Bf16), (row.Gemm, row.Kv, SharedConfigs.Read(row.Model).Quantization.KvCache)));
    }

    private static void Compare(SortedSet<string> problems, Row row, string column, string peer, string ours)
    {
        if (peer != ours && Differences.GetValueOrDefault((row.Model, column)) != ours)
        {
            problems.Add($"{row.Model} on {row.System} with {row.Backend}: {column} {ours}, the peer {peer}");
        }
    }

    private static HashSet<Row> Rows()
    {
        var lines = File.ReadAllLines(SharedData.Require("oracles/aic/static/steps.csv"));
        var header = lines[0].Split(',').ToList();
        var columns = new[] { "model", "system", "backend", "gemm", "moe", "kvcache" }.Select(name => header.IndexOf(name)).ToArray();
        var rows = new HashSet<Row>();
        foreach (var cells in lines.Skip(1).Select(line => line.Split(',')))
        {
            // The columns before the free error text hold no commas.
            if (cells[columns[3]].Length > 0)
            {
                rows.Add(new Row(cells[columns[0]], cells[columns[1]], cells[columns[2]], cells[columns[3]], cells[columns[4]], cells[columns[5]]));
            }
        }

        return rows;
    }

    private sealed record Row(string Model, string System, string Backend, string Gemm, string Moe, string Kv);
}
