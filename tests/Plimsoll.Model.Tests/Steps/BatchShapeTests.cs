using Plimsoll.Model.Steps;

namespace Plimsoll.Model.Tests.Steps;

public sealed class BatchShapeTests
{
    [Fact]
    public void A_decode_step_computes_one_token_a_row_and_emits_it()
    {
        var shape = BatchShape.Decode(64, 4000);
        Assert.Equal((64, 64, 256_000L, 0), (shape.NewTokens, shape.EmittingRows, shape.DecodeKvTokens, shape.Prefill.Length));
    }

    [Fact]
    public void Only_completed_prompts_emit_a_token()
    {
        var shape = BatchShape.PrefillOnly(new PrefillChunk(1000, 0, 3), new PrefillChunk(192, 8000, 1, Completes: false));
        Assert.Equal((3192, 3), (shape.NewTokens, shape.EmittingRows));
    }

    [Fact]
    public void Counts_do_not_overflow_where_sequences_are_long_and_many()
    {
        Assert.Equal(4_000_000_000L, BatchShape.Decode(4000, 1_000_000).DecodeKvTokens);
        Assert.Equal(4_000_000_000L, BatchShape.PrefillOnly(new PrefillChunk(1_000_000, 0, 4000)).NewTokens);
    }
}
