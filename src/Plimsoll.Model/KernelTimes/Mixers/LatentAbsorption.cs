using Plimsoll.Model.Models;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Mixers;

/// <summary>
/// The batched products around folded latent attention in decode: queries into the latent space before it, its output back out of it.
/// </summary>
/// <param name="Block">The layer's shape.</param>
/// <param name="Heads">Heads on this GPU.</param>
/// <param name="Quant">Format of the product.</param>
/// <param name="AfterAttention">Whether it is the product after attention.</param>
public sealed record LatentAbsorption(LatentAttention Block, int Heads, GemmQuant Quant, bool AfterAttention) : TokenKernel
{
    /// <inheritdoc />
    public override string Words => $"absorbed products of {Heads} latent heads, {Quant.Name()}";

    /// <inheritdoc />
    public override double BoundMs(GpuSystem system, double tokens)
    {
        var work = new KernelWork();
        var width = AfterAttention ? Block.ValueDim : Block.NopeDim;
        work.Project(tokens, (double)Heads * width * Block.KvRank, Quant);
        work.Move(2 * tokens * Heads * (width + Block.KvRank));
        return work.Ms(system);
    }
}
