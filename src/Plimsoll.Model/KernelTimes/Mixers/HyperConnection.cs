using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Mixers;

/// <summary>
/// Mixing several residual streams into one before both halves of a layer, or the result back into the streams after them, as measured for
/// a whole layer.
/// </summary>
/// <param name="HiddenSize">Width of one stream.</param>
/// <param name="Streams">Number of streams.</param>
/// <param name="IsAfter">Whether it is the mixing after a half layer.</param>
public sealed record HyperConnection(int HiddenSize, int Streams, bool IsAfter) : TokenKernel
{
    // The weights of the mixing are normalised by so many rounds over a small matrix (Sinkhorn); both halves of a layer mix.
    private const double Rounds = 20;
    private const double Halves = 2;

    /// <inheritdoc />
    public override string Words => $"hyper-connections of {Streams} streams of {HiddenSize}";

    /// <inheritdoc />
    public override double BoundMs(GpuSystem system, double tokens)
    {
        var work = new KernelWork();
        double n = Streams;
        var products = IsAfter ? (n * n * HiddenSize) + (n * HiddenSize) : (n * HiddenSize * (2 + n) * n) + (4 * n * HiddenSize) + (Rounds * n * (n + 2));
        work.Compute(Halves * 2 * tokens * products, ComputeType.Bf16);
        work.Move(Halves * 2 * tokens * HiddenSize * (IsAfter ? (2 * n) + 1 : n + 1));
        return work.Ms(system);
    }
}
