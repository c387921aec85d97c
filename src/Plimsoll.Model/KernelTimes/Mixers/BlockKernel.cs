using Plimsoll.Model.Models;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.KernelTimes.Mixers;

/// <summary>A whole attention block, from the projections of its input to that of its output, measured as one.</summary>
/// <param name="HiddenSize">Width of the residual stream.</param>
/// <param name="Heads">Heads on this GPU.</param>
/// <param name="Gemm">Format of the projections.</param>
/// <param name="Kv">Storage of the cache.</param>
/// <param name="Fmha">Arithmetic of prefill attention.</param>
public abstract record BlockKernel(int HiddenSize, int Heads, GemmQuant Gemm, KvQuant Kv, FmhaQuant Fmha) : MixerKernel(Heads, Kv, Fmha)
{
    /// <summary>The layer's shape. Its heads do not count when shapes are compared: those of this GPU do.</summary>
    public abstract AttentionBlock Shape { get; }

    /// <summary>What follows the operation's name in tables where several kinds of layers stand in one file.</summary>
    public virtual string OperationSuffix => "";

    /// <inheritdoc />
    public override string Words =>
        $"a whole {Operation} block, {Heads} heads, {Gemm.Name()} projections, {Kv.Name()} cache, {Fmha.Name()} arithmetic";
}
