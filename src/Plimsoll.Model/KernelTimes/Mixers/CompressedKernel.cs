using Plimsoll.Model.Models;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Mixers;

/// <summary>A whole compressed attention block with its projections, compressor and indexer, as one GPU computes it.</summary>
/// <param name="Block">The layer's shape.</param>
/// <param name="HiddenSize">Width of the residual stream.</param>
/// <param name="Heads">Heads on this GPU.</param>
/// <param name="Gemm">Format of the projections.</param>
/// <param name="Kv">Storage of the cache.</param>
/// <param name="Fmha">Arithmetic of prefill attention.</param>
public sealed record CompressedKernel(CompressedAttention Block, int HiddenSize, int Heads, GemmQuant Gemm, KvQuant Kv, FmhaQuant Fmha)
    : BlockKernel(HiddenSize, Heads, Gemm, Kv, Fmha)
{
    /// <inheritdoc />
    public override AttentionBlock Shape => Block;

    /// <inheritdoc />
    public override string Operation => Block.Indexer is null ? "dsv4_hca" : "dsv4_csa";

    /// <inheritdoc />
    public override bool IsQuadratic => false;

    /// <inheritdoc />
    public override double PrefillBoundMs(GpuSystem system, double sequences, double newTokens, double cachedTokens)
    {
        var work = new KernelWork();
        Projections(ref work, sequences * newTokens);
        var pairs = PairCount.AtMost(Block.Window, newTokens, cachedTokens);
        if (Block.Ratio > 0)
        {
            var most = Block.Indexer is { } chosen ? (double)chosen.TopK * Block.Ratio : newTokens + cachedTokens;
            pairs += PairCount.AtMost(most, newTokens, cachedTokens) / Block.Ratio;
            Score(ref work, sequences * PairCount.Causal(newTokens, cachedTokens) / Block.Ratio, sequences * (newTokens + cachedTokens) / Block.Ratio);
        }

        work.Compute(4 * sequences * Heads * Block.HeadDim * pairs, Fmha.Compute());
        work.Move(4 * sequences * newTokens * HiddenSize);
        return work.Ms(system);
    }

    /// <inheritdoc />
    public override double DecodeBoundMs(GpuSystem system, double rows, double length)
    {
        var work = new KernelWork();
        Projections(ref work, rows);
        var read = Math.Min(length, Block.Window);
        if (Block.Ratio > 0)
        {
            var entries = length / Block.Ratio;
            read += Block.Indexer is { } chosen ? Math.Min(entries, chosen.TopK) : entries;
            Score(ref work, rows * entries, rows * entries);
        }

        work.Compute(4 * rows * Heads * Block.HeadDim * read, ComputeType.Bf16);
        work.Move(rows * ((4.0 * HiddenSize) + (read * Block.HeadDim * Kv.BytesPerValue())));
        return work.Ms(system);
    }

    private void Projections(ref KernelWork work, double tokens) =>
        work.Project(tokens, Block.Weights(HiddenSize, Math.Max(1, Block.Heads / Heads)).Projections, Gemm);

    private void Score(ref KernelWork work, double pairs, double entries)
    {
        if (Block.Indexer is { } indexer)
        {
            work.Compute(2 * pairs * indexer.Heads * indexer.Dim, ComputeType.Fp8);
            work.Move(entries * indexer.CacheBytesPerToken);
        }
    }
}
