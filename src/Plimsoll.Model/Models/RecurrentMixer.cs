using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Models;

/// <summary>
/// A linear recurrence in place of attention: a short causal convolution, then for every head a matrix of keys by values that each token
/// updates. It keeps that state and nothing of the tokens.
/// </summary>
/// <param name="Rule">The recurrence.</param>
/// <param name="KeyHeads">Heads of keys and queries (groups of a state space).</param>
/// <param name="ValueHeads">Heads of values, each with a state.</param>
/// <param name="KeyDim">Width of a key (state size of a state space).</param>
/// <param name="ValueDim">Width of a value.</param>
/// <param name="ConvKernel">Tokens that the convolution sees.</param>
public sealed record RecurrentMixer(RecurrentKind Rule, int KeyHeads, int ValueHeads, int KeyDim, int ValueDim, int ConvKernel)
    : AttentionBlock
{
    // Engines keep states in fp32 by default, the convolution's last inputs in bf16.
    private const double StateBytesPerValue = 4;
    private const double ConvBytesPerValue = 2;

    /// <inheritdoc />
    public override string Kind => "recurrent";

    /// <inheritdoc />
    public override IReadOnlyList<BlockFact> Facts =>
    [
        new("rule", (int)Rule), new("keyHeads", KeyHeads), new("valueHeads", ValueHeads), new("keyDim", KeyDim), new("valueDim", ValueDim),
        new("convKernel", ConvKernel),
    ];

    /// <summary>Key heads on one of <paramref name="tp"/> GPUs; copied where there are more GPUs than heads.</summary>
    public int LocalKeyHeads(int tp) => Math.Max(1, KeyHeads / tp);

    /// <summary>Value heads on one of <paramref name="tp"/> GPUs.</summary>
    public int LocalValueHeads(int tp) => ValueHeads / tp;

    /// <summary>Output width of the input projections on one of <paramref name="tp"/> GPUs: queries, keys, values, a gate and the decays.</summary>
    public int InputWidth(int tp) => Channels(tp) + (LocalValueHeads(tp) * (ValueDim + (Rule == RecurrentKind.GatedDelta ? 2 : 1)));

    /// <summary>Values that pass the convolution on one of <paramref name="tp"/> GPUs.</summary>
    public int Channels(int tp) => (2 * LocalKeyHeads(tp) * KeyDim) + (LocalValueHeads(tp) * ValueDim);

    /// <inheritdoc />
    public override BlockWeights Weights(int hidden, int tp)
    {
        double values = LocalValueHeads(tp) * ValueDim;

        // A decay per channel is projected through the width of one key.
        var decay = Rule == RecurrentKind.ChannelDelta ? KeyDim * (hidden + (LocalValueHeads(tp) * (double)KeyDim)) : 0;
        return new BlockWeights(
            (hidden * (InputWidth(tp) + values)) + decay, (Channels(tp) * (double)ConvKernel) + (2 * LocalValueHeads(tp)) + values);
    }

    /// <inheritdoc />
    public override double CacheBytesPerToken(KvQuant kv, int tp) => 0;

    /// <inheritdoc />
    public override double StateBytes(int tp) =>
        (StateBytesPerValue * LocalValueHeads(tp) * KeyDim * ValueDim) + (ConvBytesPerValue * Channels(tp) * (ConvKernel - 1));

    /// <inheritdoc />
    public override string? Refusal(int tp) => ValueHeads % tp != 0 ? $"{ValueHeads} recurrent heads do not divide by tp {tp}"
        : KeyHeads % tp != 0 && tp % KeyHeads != 0 ? $"{KeyHeads} key heads neither divide by tp {tp} nor are a divisor of it"
        : null;
}
