using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Atlas.Storage;

/// <summary>
/// A number that changes when the roofline formulas or the facts of a system change. Efficiencies are relative to both, so an atlas must be
/// built again then; a test compares the embedded atlas with the code beside it.
/// </summary>
internal static class RooflineFingerprint
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>The fingerprint over built-in systems; names that are not built in are skipped.</summary>
    public static ulong Of(IEnumerable<string> systems)
    {
        var hash = FnvOffset;
        foreach (var name in systems.Order(StringComparer.Ordinal))
        {
            if (SystemCatalog.TryFind(name) is { } system)
            {
                foreach (var ms in Samples(system))
                {
                    // A relative change below 10⁻⁹ is rounding, not another formula.
                    hash = (hash ^ (ulong)(long)Math.Round(Math.Log(ms) * 1e9)) * FnvPrime;
                }
            }
        }

        return hash;
    }

    private static IEnumerable<double> Samples(GpuSystem system)
    {
        foreach (var size in (double[])[1, 300, 20000])
        {
            foreach (var quant in Enum.GetValues<GemmQuant>().Where(quant => system.Flops(quant.Compute()) is not null))
            {
                yield return RooflineMs.Gemm(system, quant, size, 5120, 3072);
            }

            // Nobody has measured fp8 experts without fp8 arithmetic: no atlas refers to their roofline.
            var measurable = Enum.GetValues<MoeQuant>().Where(quant => quant != MoeQuant.Fp8WeightOnly && system.Flops(quant.Compute()) is not null);
            foreach (var quant in measurable)
            {
                yield return RooflineMs.Moe(system, new MoeKey(quant, 128, 8, 4096, 1536, 2, 4, "balanced"), size);
            }

            foreach (var kv in Enum.GetValues<KvQuant>())
            {
                var key = new AttentionKey(16, 2, 128, kv, FmhaQuant.Bf16, 1024);
                yield return RooflineMs.PrefillAttention(system, key, 3, size);
                yield return RooflineMs.DecodeAttention(system, key, 48, size);
            }

            foreach (var kind in Enum.GetValues<CollectiveKind>())
            {
                yield return RooflineMs.Collective(system, new CollectiveKey(kind, 4), size);
            }
        }
    }
}
