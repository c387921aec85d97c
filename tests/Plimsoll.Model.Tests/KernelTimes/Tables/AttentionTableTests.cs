using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.Tests.KernelTimes.Tables;

public sealed class AttentionTableTests
{
    private const string Context = "context_attention_perf";
    private const string Generation = "generation_attention_perf";

    private static readonly AttentionKey Key = new(32, 8, 128, KvQuant.Bf16, FmhaQuant.Bf16);

    private static GpuSystem Gpu { get; } = new SmallDatabase().Catalog().System;

    [Fact]
    public void A_measured_prompt_answers_exactly()
    {
        var surface = Prefill(Key, Grid((1, 128, 1), (1, 256, 3), (4, 128, 4), (4, 256, 12)));
        Assert.Equal(1, surface.Ms(1, 128, 0), 12);
        Assert.Equal(12, surface.Ms(4, 256, 0), 12);
        Assert.Equal((Provenance.Measured, "table vllm 1.0.0"), (surface.At(4, 256, 0).Provenance, surface.Source));
    }

    [Fact]
    public void Decode_lengths_count_the_token_before_and_the_steps_after_it()
    {
        var source = new SmallDatabase().Generation(
            new AttentionRow(1, 1, 5) { Step = 127 }, new AttentionRow(8, 1, 6) { Step = 127 }).Source();
        var surface = source.DecodeAttention(Key)!;
        Assert.Equal((5, 6), (surface.Ms(1, 128), surface.Ms(8, 128)));
        Assert.Equal(Provenance.Measured, surface.At(8, 128).Provenance);
    }

    [Fact]
    public void Rows_of_beam_search_and_of_later_prompt_steps_are_other_kernels()
    {
        AttentionRow[] rows =
        [
            .. Grid((1, 128, 1), (1, 256, 3)),
            new AttentionRow(1, 512, 77) { Beam = 4 },
            new AttentionRow(1, 1024, 77) { Step = 5 },
        ];
        Assert.Equal(256, Prefill(Key, rows).Lengths.Last);
    }

    [Fact]
    public void The_kernel_that_was_measured_most_speaks_for_a_slice()
    {
        AttentionRow[] rows = [.. Grid((1, 128, 1), (1, 256, 3)), new AttentionRow(1, 256, 9) { Kernel = "other" }];
        Assert.Equal(3, Prefill(Key, rows).Ms(1, 256, 0), 12);
    }

    [Fact]
    public void Repeated_rows_are_settled_by_their_median() =>
        Assert.Equal(3, Prefill(Key, Grid((1, 128, 3), (1, 128, 900), (1, 128, 1))).Ms(1, 128, 0), 12);

    [Fact]
    public void A_head_count_between_two_measured_ones_is_their_mean_by_distance()
    {
        AttentionRow[] rows = [.. Heads(16, (1, 128, 1)), .. Heads(32, (1, 128, 3))];
        var at = Prefill(Key with { Heads = 20 }, rows).At(1, 128, 0);
        Assert.Equal(1.5, at.Ms, 12);
        Assert.Equal(Provenance.Interpolated, at.Provenance);
        Assert.True(at.RelativeUncertainty > Prefill(Key, rows).At(1, 128, 0).RelativeUncertainty);
    }

    [Fact]
    public void Where_only_the_fewer_heads_were_measured_the_more_are_worth_their_roofline()
    {
        // 16 heads were measured up to 4096 tokens, 32 only to 2048: at 4096 the time of 24 must not be that of 16.
        AttentionRow[] rows = [.. Heads(16, (1, 2048, 1), (1, 4096, 4)), .. Heads(32, (1, 2048, 2))];
        var surface = Prefill(Key with { Heads = 24 }, rows);
        Assert.Equal(1.5, surface.Ms(1, 2048, 0), 9);
        Assert.Equal(1.5, surface.Ms(1, 4096, 0) / 4, 1);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(128)]
    public void A_head_count_outside_the_measured_ones_is_scaled_and_says_so(int heads)
    {
        AttentionRow[] rows = [.. Heads(16, (1, 4096, 1)), .. Heads(32, (1, 4096, 2))];
        var (key, edge) = (Key with { Heads = heads, KvHeads = 4 }, Key with { Heads = heads < 16 ? 16 : 32, KvHeads = 4 });
        var surface = Prefill(key, [.. rows.Select(row => row with { KvHeads = 4 })]);
        var work = (heads < 16 ? 1 : 2) * PrefillBound(key, 4096) / PrefillBound(edge, 4096);
        Assert.InRange(surface.Ms(1, 4096, 0), 0.99 * work, 1.01 * work);
        Assert.Equal(Provenance.Extrapolated, surface.At(1, 4096, 0).Provenance);
    }

    [Fact]
    public void Uncertainty_grows_with_the_heads_beyond_the_table()
    {
        AttentionRow[] rows = Heads(16, (1, 4096, 1));
        var near = Prefill(Key with { Heads = 32 }, rows).RelativeUncertainty;
        var far = Prefill(Key with { Heads = 128 }, rows).RelativeUncertainty;
        Assert.True(far > near && near > Prefill(Key with { Heads = 16 }, rows).RelativeUncertainty);
    }

    [Fact]
    public void Own_key_value_heads_are_a_slice_of_their_own_whatever_their_number()
    {
        AttentionRow[] rows =
        [
            .. Heads(32, (1, 128, 1)),
            .. Heads(32, (1, 128, 2)).Select(row => row with { KvHeads = 32 }),
            .. Heads(16, (1, 128, 1.5)).Select(row => row with { KvHeads = 16 }),
        ];
        Assert.Equal(2, Prefill(Key with { KvHeads = 32 }, rows).Ms(1, 128, 0), 12);
        Assert.Equal(1.75, Prefill(new AttentionKey(24, 24, 128, KvQuant.Bf16, FmhaQuant.Bf16), rows).Ms(1, 128, 0), 12);
        Assert.Equal(1, Prefill(Key, rows).Ms(1, 128, 0), 12);
    }

    [Fact]
    public void A_missing_slice_is_transferred_from_the_nearest_and_scaled_by_the_roofline()
    {
        AttentionRow[] rows =
        [
            .. Grid((1, 4096, 1)).Select(row => row with { HeadDim = 128 }),
            .. Grid((1, 4096, 50)).Select(row => row with { HeadDim = 64, Window = 128 }),
        ];
        var wide = Key with { HeadDim = 256 };
        var surface = Prefill(wide, rows);
        Assert.Equal(PrefillBound(wide, 4096) / PrefillBound(Key, 4096), surface.Ms(1, 4096, 0), 0.01);
        Assert.Equal(Provenance.Transferred, surface.At(1, 4096, 0).Provenance);
        Assert.Equal("table vllm 1.0.0, from 8 KV heads, head 128, KV bfloat16", surface.Source);
    }

    [Fact]
    public void A_transferred_decode_slice_is_scaled_by_what_it_reads()
    {
        var source = new SmallDatabase().Generation(new AttentionRow(64, 1, 8) { Step = 8191 }, new AttentionRow(1, 1, 1) { Step = 8191 }).Source();
        var fp8 = Key with { Kv = KvQuant.Fp8 };
        var surface = source.DecodeAttention(fp8)!;
        Assert.Equal(8 * DecodeBound(fp8, 64, 8192) / DecodeBound(Key, 64, 8192), surface.Ms(64, 8192), 0.04);
        Assert.Equal(Provenance.Transferred, surface.At(64, 8192).Provenance);
    }

    [Fact]
    public void A_window_is_a_slice_of_its_own()
    {
        AttentionRow[] rows = [.. Grid((1, 4096, 5)), .. Grid((1, 4096, 2)).Select(row => row with { Window = 128 })];
        Assert.Equal(2, Prefill(Key with { Window = 128 }, rows).Ms(1, 4096, 0), 12);
        Assert.Equal(5, Prefill(Key, rows).Ms(1, 4096, 0), 12);
    }

    [Fact]
    public void Combinations_too_large_to_measure_are_filled_at_the_utilisation_of_their_neighbours()
    {
        var surface = Prefill(Key, Grid((1, 2048, 1), (1, 4096, 4), (2, 2048, 2)));
        Assert.Equal(8, surface.Ms(2, 4096, 0), 1);
        Assert.True(surface.Ms(2, 4096, 0) > 4);
    }

    [Fact]
    public void Combinations_missing_at_the_small_end_are_filled_too()
    {
        var surface = Prefill(Key, Grid((2, 2048, 2), (1, 4096, 4), (2, 4096, 8)));
        Assert.InRange(surface.Ms(1, 2048, 0), 0.5, 2);
    }

    [Theory]
    [InlineData("0.9.0")]
    [InlineData("1.1.0")]
    public void Another_releases_times_are_transferred(string version)
    {
        var source = new SmallDatabase()
            .Attention(Context, version, Grid((1, 128, 1), (1, 256, 3)))
            .Attention(Generation, version, new AttentionRow(1, 1, 5) { Step = 127 })
            .Source();
        var (prefill, decode) = (source.PrefillAttention(Key)!, source.DecodeAttention(Key)!);
        Assert.Equal((3, Provenance.Transferred), (Math.Round(prefill.Ms(1, 256, 0), 9), prefill.At(1, 256, 0).Provenance));
        Assert.Equal((5, Provenance.Transferred), (decode.Ms(1, 128), decode.At(1, 128).Provenance));
        Assert.Equal($"table vllm {version}", prefill.Source);
        Assert.True(prefill.RelativeUncertainty > Prefill(Key, Grid((1, 128, 1))).RelativeUncertainty);
    }

    [Fact]
    public void An_exact_slice_of_another_release_is_preferred_to_a_similar_one_of_the_own()
    {
        var source = new SmallDatabase()
            .Context([.. Grid((1, 128, 1)).Select(row => row with { HeadDim = 64 })])
            .Attention(Context, "0.9.0", Grid((1, 128, 2)))
            .Source();
        Assert.Equal(2, source.PrefillAttention(Key)!.Ms(1, 128, 0), 12);
    }

    [Fact]
    public void A_gpu_without_fp8_has_no_fp8_attention_but_may_cache_fp8()
    {
        var database = new SmallDatabase().Context(Grid((1, 128, 1))).Generation(new AttentionRow(1, 1, 5) { Step = 127 });
        database.Files[SmallDatabase.Gpu + ".yaml"] =
            [.. System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(database.Files[SmallDatabase.Gpu + ".yaml"]).Replace("  fp8_tc_flops: 200000000000000\n", "", StringComparison.Ordinal))];
        Assert.Null(database.Source().PrefillAttention(Key with { Fmha = FmhaQuant.Fp8 }));
        Assert.NotNull(database.Source().PrefillAttention(Key with { Kv = KvQuant.Fp8 }));
        Assert.NotNull(database.Source().DecodeAttention(Key with { Fmha = FmhaQuant.Fp8, Kv = KvQuant.Fp8 }));
    }

    [Fact]
    public void Without_any_table_there_is_no_answer()
    {
        Assert.Null(new SmallDatabase().Source().PrefillAttention(Key));
        Assert.Null(new SmallDatabase().Source().DecodeAttention(Key));
    }

    private static PrefillAttentionSurface Prefill(AttentionKey key, params AttentionRow[] rows) =>
        new SmallDatabase().Context(rows).Source().PrefillAttention(key)!;

    private static AttentionRow[] Grid(params (int Batch, int Length, double Ms)[] points) =>
        Array.ConvertAll(points, point => new AttentionRow(point.Batch, point.Length, point.Ms));

    private static AttentionRow[] Heads(int heads, params (int Batch, int Length, double Ms)[] points) =>
        Array.ConvertAll(Grid(points), row => row with { Heads = heads });

    private static double PrefillBound(AttentionKey key, double length) => RooflineMs.PrefillAttention(Gpu, key, 1, length);

    private static double DecodeBound(AttentionKey key, double rows, double length) => RooflineMs.DecodeAttention(Gpu, key, rows, length);
}
