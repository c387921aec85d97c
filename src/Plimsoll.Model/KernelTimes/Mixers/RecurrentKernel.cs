using Plimsoll.Model.Models;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Mixers;

/// <summary>One of the two kernels of a recurrent mixer: its convolution, or its recurrence (a scan over chunks in prefill, one update in decode).</summary>
/// <param name="Rule">The recurrence.</param>
/// <param name="IsConvolution">Whether it is the convolution.</param>
/// <param name="KeyHeads">Key heads on this GPU.</param>
/// <param name="Heads">Value heads on this GPU.</param>
/// <param name="KeyDim">Width of a key.</param>
/// <param name="ValueDim">Width of a value.</param>
/// <param name="ConvKernel">Tokens that the convolution sees.</param>
public sealed record RecurrentKernel(
    RecurrentKind Rule, bool IsConvolution, int KeyHeads, int Heads, int KeyDim, int ValueDim, int ConvKernel)
    : MixerKernel(Heads, KvQuant.Bf16, FmhaQuant.Bf16)
{
    // Tokens of one chunk of a scan, inside which it multiplies matrices.
    private const double Chunk = 64;

    /// <inheritdoc />
    public override string Operation => Rule switch
    {
        RecurrentKind.GatedDelta => "gdn",
        RecurrentKind.StateSpace => "mamba2",
        _ => "kda",
    };

    /// <inheritdoc />
    public override bool IsQuadratic => false;

    /// <inheritdoc />
    public override bool FollowsItsBound => true;

    /// <inheritdoc />
    public override string Words => $"the {(IsConvolution ? "convolution" : "recurrence")} of {Operation}, {Heads} heads of {KeyDim}×{ValueDim}";

    private double Channels => (2.0 * KeyHeads * KeyDim) + Values;

    private double Values => (double)Heads * ValueDim;

    private double StateBytes => 4.0 * Heads * KeyDim * ValueDim;

    /// <inheritdoc />
    public override double PrefillBoundMs(GpuSystem system, double sequences, double newTokens, double cachedTokens)
    {
        var tokens = sequences * newTokens;
        if (IsConvolution)
        {
            return Convolution(tokens, sequences).Ms(system);
        }

        var work = new KernelWork();
        work.Compute(4 * tokens * Heads * ((KeyDim * (double)ValueDim) + (Chunk * (KeyDim + ValueDim) / 2)), ComputeType.Bf16);
        work.Move((2 * tokens * (Channels + Values)) + (2 * StateBytes * sequences * (1 + Math.Floor(newTokens / Chunk) / 2)));
        return work.Ms(system);
    }

    /// <inheritdoc />
    public override double DecodeBoundMs(GpuSystem system, double rows, double length)
    {
        if (IsConvolution)
        {
            return Convolution(rows, rows).Ms(system);
        }

        var work = new KernelWork();
        work.Move(rows * ((2 * (Channels + Values)) + (2 * StateBytes)));
        return work.Ms(system);
    }

    private KernelWork Convolution(double tokens, double sequences)
    {
        var work = new KernelWork();
        work.Move(2 * Channels * ((2 * tokens) + (2 * sequences * (ConvKernel - 1))));
        return work;
    }
}
