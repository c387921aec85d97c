using Plimsoll.Model.Models;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Mixers;

/// <summary>A whole latent-attention block with its projections, and its indexer where it has one, as one GPU computes it.</summary>
/// <param name="Block">The layer's shape; its heads are those of all GPUs.</param>
/// <param name="HiddenSize">Width of the residual stream.</param>
/// <param name="Heads">Heads on this GPU.</param>
/// <param name="Gemm">Format of the projections.</param>
/// <param name="Kv">Storage of the cache.</param>
/// <param name="Fmha">Arithmetic of prefill attention.</param>
public sealed record LatentBlockKernel(LatentAttention Block, int HiddenSize, int Heads, GemmQuant Gemm, KvQuant Kv, FmhaQuant Fmha)
    : BlockKernel(HiddenSize, Heads, Gemm, Kv, Fmha)
{
    /// <inheritdoc />
    public override AttentionBlock Shape => Block;

    /// <inheritdoc />
    public override string Operation => Block.Indexer is null ? "mla" : "dsa";

    /// <inheritdoc />
    public override string OperationSuffix => Block.Indexer is { Reuses: true } ? "_skip_indexer" : "";

    /// <inheritdoc />
    public override bool IsQuadratic => Block.Indexer is null;

    /// <inheritdoc />
    public override double PrefillBoundMs(GpuSystem system, double sequences, double newTokens, double cachedTokens)
    {
        var work = new KernelWork();
        var (tokens, all) = (sequences * newTokens, newTokens + cachedTokens);
        Projections(ref work, tokens);
        if (Block.Indexer is not { } indexer || all <= indexer.TopK)
        {
            // Keys and values of all heads are unfolded from the latent vectors.
            work.Compute(2 * sequences * all * Unfolding, Gemm.Compute());
            work.Compute(2 * sequences * Heads * (Block.KeyDim + Block.ValueDim) * PairCount.Causal(newTokens, cachedTokens), Fmha.Compute());
        }
        else
        {
            work.Compute(2 * tokens * Unfolding, ComputeType.Bf16);
            work.Compute(2 * sequences * Heads * FoldedWidth * PairCount.AtMost(indexer.TopK, newTokens, cachedTokens), Fmha.Compute());
            Score(ref work, indexer, sequences * PairCount.Causal(newTokens, cachedTokens), sequences * all);
        }

        work.Move((4 * tokens * HiddenSize) + (sequences * all * Block.CacheWidth * Kv.BytesPerValue()));
        return work.Ms(system);
    }

    /// <inheritdoc />
    public override double DecodeBoundMs(GpuSystem system, double rows, double length)
    {
        var work = new KernelWork();
        Projections(ref work, rows);
        work.Project(rows, Unfolding, GemmQuant.Bf16);
        var attended = Block.Indexer is { } chosen ? Math.Min(length, chosen.TopK) : length;
        work.Compute(2 * rows * Heads * FoldedWidth * attended, ComputeType.Bf16);
        work.Move(rows * ((4.0 * HiddenSize) + (attended * Block.CacheWidth * Kv.BytesPerValue())));
        if (Block.Indexer is { } indexer)
        {
            Score(ref work, indexer, rows * length, rows * length);
        }

        return work.Ms(system);
    }

    // Multiplications per pair of a query and a key that stay folded in the latent space.
    private double FoldedWidth => Block.CacheWidth + Block.KvRank;

    private double Unfolding => (double)Block.KvRank * Heads * (Block.NopeDim + Block.ValueDim);

    private void Projections(ref KernelWork work, double tokens)
    {
        var weights = Block.Weights(HiddenSize, tp: 1).Projections - ((double)Block.Heads / Heads * Unfolding);
        var shared = ((double)HiddenSize * Block.DownWidth) + (Block.Indexer?.Weights(HiddenSize, Block.QueryRank) ?? 0);
        work.Project(tokens, shared + ((weights - shared) * Heads / Block.Heads), Gemm);
    }

    private static void Score(ref KernelWork work, TokenIndexer indexer, double pairs, double tokens)
    {
        if (!indexer.Reuses)
        {
            work.Compute(2 * pairs * indexer.Heads * indexer.Dim, ComputeType.Fp8);
            work.Move(tokens * indexer.CacheBytesPerToken);
        }
    }
}
