using Plimsoll.Model.Models;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Mixers;

/// <summary>A whole block-sparse attention block with its projections and its index, as one GPU computes it.</summary>
/// <param name="Block">The layer's shape.</param>
/// <param name="HiddenSize">Width of the residual stream.</param>
/// <param name="Heads">Heads on this GPU.</param>
/// <param name="Gemm">Format of the projections.</param>
/// <param name="Kv">Storage of the cache.</param>
/// <param name="Fmha">Arithmetic of prefill attention.</param>
public sealed record BlockSparseKernel(BlockSparseAttention Block, int HiddenSize, int Heads, GemmQuant Gemm, KvQuant Kv, FmhaQuant Fmha)
    : BlockKernel(HiddenSize, Heads, Gemm, Kv, Fmha)
{
    /// <inheritdoc />
    public override AttentionBlock Shape => Block;

    /// <inheritdoc />
    public override string Operation => "msa";

    /// <inheritdoc />
    public override bool IsQuadratic => false;

    private int Tp => Math.Max(1, Block.Heads / Heads);

    /// <inheritdoc />
    public override double PrefillBoundMs(GpuSystem system, double sequences, double newTokens, double cachedTokens)
    {
        var (work, all) = (new KernelWork(), newTokens + cachedTokens);
        work.Project(sequences * newTokens, Block.Weights(HiddenSize, Tp).Projections, Gemm);
        work.Compute(4 * sequences * Heads * Block.HeadDim * PairCount.AtMost(Block.AttendedTokens, newTokens, cachedTokens), Fmha.Compute());
        Score(ref work, sequences * PairCount.Causal(newTokens, cachedTokens), all);
        work.Move((4 * sequences * newTokens * HiddenSize) + (sequences * all * CachedBytes));
        return work.Ms(system);
    }

    /// <inheritdoc />
    public override double DecodeBoundMs(GpuSystem system, double rows, double length)
    {
        var work = new KernelWork();
        var attended = Math.Min(length, Block.AttendedTokens);
        work.Project(rows, Block.Weights(HiddenSize, Tp).Projections, Gemm);
        work.Compute(4 * rows * Heads * Block.HeadDim * attended, ComputeType.Bf16);
        Score(ref work, rows * length, length);
        work.Move(rows * ((4.0 * HiddenSize) + (attended * CachedBytes)));
        return work.Ms(system);
    }

    private double CachedBytes => 2.0 * Block.LocalKvHeads(Tp) * Block.HeadDim * Kv.BytesPerValue();

    // Queries score the keys of all earlier blocks; a prompt of no more than it may read needs no choice.
    private void Score(ref KernelWork work, double pairs, double length)
    {
        if (length > Block.AttendedTokens)
        {
            work.Compute(2 * pairs * Block.LocalIndexHeads(Tp) * Block.IndexDim, ComputeType.Bf16);
        }
    }
}
