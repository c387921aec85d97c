using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Validation;
using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Measurements.Silicon;
using Plimsoll.Testing;

namespace Plimsoll.Profiling.Tests.Measurements;

public sealed class SiliconTableTests
{
    private static readonly string[] Columns =
    [
        "id", "backend", "backend_version", "model_path", "system", "precision", "mode", "isl", "osl", "gemm_quant_mode", "moe_quant_mode",
        "batch_size", "tp_size", "pp_size", "attention_dp_size", "moe_tp_size", "moe_ep_size",
        "prefill_batch_size", "prefill_num_workers", "prefill_tp_size", "prefill_pp_size", "prefill_attention_dp_size", "prefill_moe_tp_size", "prefill_moe_ep_size",
        "decode_batch_size", "decode_num_workers", "decode_tp_size", "decode_pp_size", "decode_attention_dp_size", "decode_moe_tp_size", "decode_moe_ep_size",
        "silicon_ttft_ms", "silicon_tpot_ms", "silicon_concurrency",
    ];

    private static readonly Dictionary<string, string> Dense = new()
    {
        ["id"] = "row",
        ["backend"] = "vllm",
        ["model_path"] = "meta-llama/Llama-3.1-70B",
        ["system"] = "h200_sxm",
        ["precision"] = "fp8",
        ["mode"] = "agg",
        ["isl"] = "1024",
        ["osl"] = "1024",
        ["gemm_quant_mode"] = "fp8",
        ["batch_size"] = "16",
        ["tp_size"] = "4",
        ["pp_size"] = "1",
        ["attention_dp_size"] = "1",
        ["moe_tp_size"] = "4",
        ["moe_ep_size"] = "1",
        ["silicon_ttft_ms"] = "120.5",
        ["silicon_tpot_ms"] = "9.25",
        ["silicon_concurrency"] = "16",
    };

    [Fact]
    public void A_row_of_the_public_benchmark_is_a_closed_loop_with_random_lengths()
    {
        var run = Assert.Single(Read(Dense).Experiments);

        Assert.Equal(("closed:16", 160, 0.8), (run.Load.ToString(), run.Load.RequestCount, run.Load.ShortestShare));
        Assert.Equal(0.9 * 1024, run.Load.MeanOsl, 6);
        Assert.Equal(("agg", "tp4", "fp8"), (run.Topology.Mode, run.Topology.ToString(), run.Engine.GemmQuant));
        Assert.Equal((120.5, 9.25), (run.Measured[Figure.TtftMean], run.Measured[Figure.TpotMean]));
    }

    [Fact]
    public void Rows_of_other_collections_have_fixed_lengths()
    {
        Assert.Equal(1, Assert.Single(Read(With(Dense, ("isl", "4000"))).Experiments).Load.ShortestShare);
        Assert.Equal(1, Assert.Single(Read(With(Dense, ("model_path", "Qwen/Qwen3-32B"))).Experiments).Load.ShortestShare);
        Assert.Equal(1, Assert.Single(Read(With(Dense, ("id", "x_gap_analysis_y"))).Experiments).Load.ShortestShare);
    }

    [Fact]
    public void Of_copies_the_one_with_the_most_complete_columns_is_kept()
    {
        var set = Read(With(Dense, ("id", "poor"), ("silicon_concurrency", "")), With(Dense, ("id", "rich")));

        Assert.Equal("rich", Assert.Single(set.Experiments).Id);
        Assert.Equal(("poor", "copy"), (Assert.Single(set.SetAside).Id, set.SetAside[0].Reason));
    }

    [Fact]
    public void Rows_without_their_inputs_are_set_aside_with_what_is_missing()
    {
        var set = Read(With(Dense, ("mode", "disagg")));

        Assert.Empty(set.Experiments);
        Assert.Equal("inputs_incomplete", Assert.Single(set.SetAside).Reason);
        Assert.Contains("prefill_num_workers", set.SetAside[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_product_of_two_expert_widths_is_corrected_to_expert_parallelism()
    {
        var run = Assert.Single(Read(With(Dense, ("model_path", "openai/gpt-oss-120b"), ("tp_size", "16"), ("moe_tp_size", "4"), ("moe_ep_size", "4"))).Experiments);

        Assert.Equal("tp4 ep4", run.Topology.ToString());
        Assert.Contains(run.Corrections, correction => correction.Contains("ep 4", StringComparison.Ordinal));
    }

    [Fact]
    public void The_GPU_count_of_a_job_is_no_width()
    {
        var set = Read(With(Dense, ("tp_size", "36"), ("moe_tp_size", "36")));

        Assert.Equal("layout_impossible", Assert.Single(set.SetAside).Reason);
    }

    [Fact]
    public void Mxfp4_checkpoints_keep_their_format_whatever_the_label_says()
    {
        var run = Assert.Single(Read(With(Dense, ("model_path", "openai/gpt-oss-120b"), ("gemm_quant_mode", "nvfp4"), ("moe_quant_mode", "nvfp4"))).Experiments);

        Assert.Null(run.Engine.MoeQuant);
        Assert.Contains("mxfp4", Assert.Single(run.Corrections), StringComparison.Ordinal);
    }

    [Fact]
    public void A_coarse_label_is_read_as_the_checkpoints_format()
    {
        var run = Assert.Single(Read(With(Dense, ("model_path", "Qwen/Qwen3-235B-A22B-FP8"), ("moe_quant_mode", "fp8"))).Experiments);

        Assert.Equal((null, null), (run.Engine.GemmQuant, run.Engine.MoeQuant));
        Assert.Contains(run.Corrections, correction => correction.Contains("fp8_block", StringComparison.Ordinal));
    }

    [Fact]
    public void Experts_that_cannot_be_cut_into_whole_blocks_were_spread_by_expert_parallelism()
    {
        var run = Assert.Single(Read(With(Dense, ("model_path", "Qwen/Qwen3-235B-A22B-FP8"), ("tp_size", "8"), ("moe_tp_size", "8"))).Experiments);

        Assert.Equal("tp8 ep8", run.Topology.ToString());
    }

    [Fact]
    public void The_launch_of_a_collection_is_assumed_for_all_of_its_rows()
    {
        Assert.Null(Assert.Single(Read(Dense).Experiments).Engine.Assumed);

        var benchmark = Assert.Single(Read(With(Dense, ("backend", "trtllm"))).Experiments).Engine;
        Assert.Equal(("fp8", null, "fp8_static"), (benchmark.Assumed!.KvQuant, benchmark.Assumed.MaxBatchedTokens, benchmark.GemmQuant));

        var generated = Assert.Single(Read(With(Dense, ("backend", "trtllm"), ("isl", "4000"), ("osl", "500"), ("batch_size", "28"))).Experiments).Engine.Assumed!;
        Assert.Equal((4544, false), (generated.MaxBatchedTokens, generated.ChunkedPrefill));

        Assert.Equal(6012, Assert.Single(Read(With(Dense, ("isl", "4000"))).Experiments).Engine.Assumed!.MaxBatchedTokens);
    }

    [Theory]
    [InlineData("8", 10)]
    [InlineData("16", 30)]
    public void SGLang_on_Blackwell_looks_for_requests_in_intervals(string clients, int interval)
    {
        var run = Assert.Single(Read(With(Dense, ("backend", "sglang"), ("system", "b200_sxm"), ("silicon_concurrency", clients))).Experiments);

        Assert.Equal(interval, run.Engine.Assumed!.ReceiveInterval);
    }

    [Fact]
    public void Start_up_artefacts_are_kept_but_their_TTFT_is_not_scored()
    {
        var run = Assert.Single(Read(With(Dense, ("backend", "sglang"), ("system", "b200_sxm"), ("silicon_concurrency", "4"), ("silicon_ttft_ms", "5500"))).Experiments);

        Assert.False(run.IsScored(Figure.TtftMean));
        Assert.True(run.IsScored(Figure.TpotMean));
    }

    [Fact]
    public void Every_malformed_cell_is_reported_with_its_line()
    {
        var refused = Assert.Throws<InvalidInputException>(() => Read(With(Dense, ("isl", "many"), ("silicon_ttft_ms", "NaN")), With(Dense, ("backend", "tgi"))));

        Assert.Contains(refused.Errors, error => error.Path.EndsWith("line 2, isl", StringComparison.Ordinal));
        Assert.Contains(refused.Errors, error => error.Path.EndsWith("line 2, silicon_ttft_ms", StringComparison.Ordinal));
        Assert.Contains(refused.Errors, error => error.Path.EndsWith("line 3, backend", StringComparison.Ordinal));
    }

    [Fact]
    public void The_public_table_has_as_many_distinct_measurements_as_its_description_says()
    {
        var set = SiliconTable.Read(SharedData.Require("silicon/silicon_dev.csv"), ModelCatalog.TryFind);

        Assert.Equal(2267, set.Experiments.Count + set.SetAside.Count);
        Assert.Equal(80, set.Experiments.Count(run => run.Topology.IsDisaggregated) + set.SetAside.Count(row => row.Mode == "disagg" && row.Reason != "inputs_incomplete"));
    }

    private static Dictionary<string, string> With(Dictionary<string, string> row, params (string Column, string Value)[] cells)
    {
        var changed = new Dictionary<string, string>(row);
        foreach (var (column, value) in cells)
        {
            changed[column] = value;
        }

        return changed;
    }

    private static MeasurementSet Read(params Dictionary<string, string>[] rows)
    {
        using var folder = new RunFolder();
        var lines = rows.Select(row => string.Join(',', Columns.Select(column => row.GetValueOrDefault(column, ""))));
        return SiliconTable.Read(folder.Write("table.csv", string.Join('\n', [string.Join(',', Columns), .. lines, ""])), ModelCatalog.TryFind);
    }
}
