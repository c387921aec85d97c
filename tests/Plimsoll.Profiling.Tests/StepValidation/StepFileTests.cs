using Plimsoll.Formats.Csv;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Validation;
using Plimsoll.Profiling.StepValidation;

namespace Plimsoll.Profiling.Tests.StepValidation;

public sealed class StepFileTests
{
    private const string Header = "id,phase,model,system,backend,version,tp,pp,dp,moe_tp,moe_ep,gemm,kvcache,fmha,moe,comm,batch,seq,prefix,latency_ms,mem_weights_gib";

    [Fact]
    public void A_prefill_row_becomes_one_batch_of_completing_prompts()
    {
        var row = Assert.Single(Read("7,ctx,m/x,h200_sxm,vllm,0.24.0,2,1,1,,,fp8_block,fp8,bfloat16,,half,4,8192,4096,12.5,31.9"));
        Assert.Equal(new EngineVersion(BackendKind.Vllm, "0.24.0"), row.Engine);
        Assert.Equal((GemmQuant.Fp8Block, KvQuant.Fp8, 2, 12.5, 31.9), (row.Quantization.Gemm, row.Quantization.KvCache, row.Layout.Tp, row.LatencyMs!.Value, row.WeightsGib!.Value));
        var chunk = Assert.Single(row.Shape.Prefill.ToArray());
        Assert.Equal((4096, 4096, 4, true), (chunk.NewTokens, chunk.CachedTokens, chunk.Sequences, chunk.Completes));
        Assert.Equal(0, row.Shape.DecodeRows);
    }

    [Fact]
    public void A_decode_row_attends_to_one_token_more_than_the_sequence_had()
    {
        var row = Assert.Single(Read("8,gen,m/x,h200_sxm,sglang,0.5.14,1,1,1,,,bfloat16,bfloat16,bfloat16,,half,16,2048,0,3,"));
        Assert.Equal((16, 16L * 2049), (row.Shape.DecodeRows, row.Shape.DecodeKvTokens));
        Assert.True(row.Shape.Prefill.IsEmpty);
    }

    [Fact]
    public void A_row_without_a_time_is_kept_whatever_its_number_formats_are_called()
    {
        var row = Assert.Single(Read("9,gen,m/x,h200_sxm,vllm,0.24.0,1,1,1,1,1,bfloat16,bfloat16,bfloat16,some_private_kernel,half,1,16,0,,"));
        Assert.Null(row.LatencyMs);
    }

    [Fact]
    public void All_problems_of_a_file_are_reported_together_with_their_place()
    {
        var refused = Assert.Throws<InvalidInputException>(() => Read(
            "1,prefil,m/x,h200_sxm,vllm,0.24.0,0,1,1,,,fp8_blok,bfloat16,bfloat16,,half,1,16,0,3,1",
            "2,ctx,m/x,h200_sxm,vlm,0.24.0,1,1,1,,,bfloat16,bfloat16,bfloat16,,half,1,16,16,abc,1"));
        Assert.Collection(
            refused.Errors,
            error => Assert.Contains("record 1, phase", error.Path),
            error => Assert.Contains("record 1, tp", error.Path),
            error => Assert.Equal("did you mean 'fp8_block'?", error.Hint),
            error => Assert.Contains("record 2, backend", error.Path),
            error => Assert.Contains("record 2, latency_ms", error.Path),
            error => Assert.Contains("leaves nothing", error.Message));
    }

    [Fact]
    public void A_missing_column_is_named_with_the_nearest_that_is_there()
    {
        var refused = Assert.Throws<InvalidInputException>(
            () => StepFile.Read(CsvTable.Read(new StringReader(Header.Replace("latency_ms", "latency", StringComparison.Ordinal) + "\n"), "steps.csv")));
        var error = Assert.Single(refused.Errors);
        Assert.Equal(("steps.csv", "has no column 'latency_ms'", "did you mean 'latency'?"), (error.Path, error.Message, error.Hint));
    }

    [Fact]
    public void A_file_that_is_not_there_is_missing_data() =>
        Assert.Throws<MissingDataException>(() => StepFile.Read(Path.Combine(Path.GetTempPath(), "no-such-steps.csv")));

    private static IReadOnlyList<StepRow> Read(params string[] rows) =>
        StepFile.Read(CsvTable.Read(new StringReader(Header + "\n" + string.Join('\n', rows) + "\n"), "steps.csv"));
}
