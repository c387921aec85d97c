using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Policies;

/// <summary>
/// How many sequences a KV cache can keep running, and how many tokens they hold.
/// </summary>
/// <remarks>
/// Under <see cref="KvAdmission.OnDemand"/> the ages of n running sequences are spread evenly over their lives: they hold n·m tokens with
/// m = isl + osl/2 + half a block, and √n·σ around it, σ = osl/√12. Two σ are kept free, so that preemption stays an exception.
/// Under <see cref="KvAdmission.WholeSequence"/> each holds the blocks of isl + osl. A cached prefix is counted once per sequence (not shared).
/// </remarks>
public sealed class KvOccupancy
{
    private const double HeadroomSigmas = 2;
    private readonly double _meanTokens;
    private readonly double _sigmaTokens;
    private readonly double _wholeTokens;

    /// <summary>The occupancy of requests of one shape under an admission rule.</summary>
    public KvOccupancy(KvAdmission admission, EngineLimits limits, RequestShape request)
    {
        double block = limits.KvBlockTokens;
        _wholeTokens = Math.Ceiling(request.TotalTokens / block) * block;
        (_meanTokens, _sigmaTokens) = admission == KvAdmission.OnDemand
            ? (request.MeanDecodeKvTokens + ((block - 1) / 2), request.Osl / Math.Sqrt(12))
            : (_wholeTokens, 0);
    }

    /// <summary>Tokens held by <paramref name="sequences"/> running sequences, head-room included.</summary>
    public double TokensHeld(double sequences) =>
        Math.Max(Math.Min(sequences, 1) * _wholeTokens, (sequences * _meanTokens) + (HeadroomSigmas * _sigmaTokens * Math.Sqrt(sequences)));

    /// <summary>The most sequences that <paramref name="capacityTokens"/> keep running; 0 when not even one fits.</summary>
    public int Sequences(long capacityTokens)
    {
        if (capacityTokens < _wholeTokens)
        {
            return 0;
        }

        // n·m + z·σ·√n = K is a quadratic in √n.
        var spread = HeadroomSigmas * _sigmaTokens;
        var root = (Math.Sqrt((spread * spread) + (4 * _meanTokens * capacityTokens)) - spread) / (2 * _meanTokens);
        return (int)Math.Clamp(Math.Floor(root * root * (1 + 1e-12)), 1, int.MaxValue);
    }
}
