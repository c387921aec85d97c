using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.Operators;

/// <summary>Carries a collective from the group that was measured to another: ring traffic over the links that the group has.</summary>
/// <remarks>
/// Between domains of fast links every GPU has a network card of its own and rings use all of them at once, so a node's cards together carry what enters
/// the node: of a payload of one, (N − 1)/N over g cards for N nodes of g GPUs, while each GPU's fast link carries (n − 1)/n. Both move at
/// once and the slower one counts; a collective of few bytes waits for the network's latency.
/// </remarks>
internal static class GroupScaling
{
    private const double PerOctave = 0.1;
    private const double AcrossNetwork = 0.2;

    /// <summary>Time of a large payload among <paramref name="gpus"/> GPUs relative to <paramref name="measured"/>.</summary>
    public static double TrafficRatio(GpuSystem system, int gpus, int measured) => Seconds(system, gpus) / Seconds(system, measured);

    /// <summary>What a collective waits for the network beside its bytes, milliseconds; twice there for a sum that all keep.</summary>
    public static double NetworkLatencyMs(GpuSystem system, in CollectiveKey key)
    {
        var domains = (key.Gpus + system.LinkDomainGpus - 1) / system.LinkDomainGpus;
        return domains == 1 ? 0 : 1000 * system.PointToPointLatency * Math.Ceiling(Math.Log2(domains)) * (key.Kind == CollectiveKind.AllReduce ? 2 : 1);
    }

    /// <summary>One-sigma relative uncertainty of the change.</summary>
    public static double Uncertainty(GpuSystem system, int gpus, int measured) =>
        (PerOctave * Math.Abs(Math.Log2((double)gpus / measured))) + (gpus > system.LinkDomainGpus ? AcrossNetwork : 0);

    // Per byte of payload.
    private static double Seconds(GpuSystem system, int gpus)
    {
        var domain = Math.Min(gpus, system.LinkDomainGpus);
        var inside = (gpus - 1.0) / gpus / system.BandwidthBetween(domain);
        if (gpus == domain)
        {
            return inside;
        }

        var domains = Math.Ceiling((double)gpus / system.LinkDomainGpus);
        return Math.Max(inside, (domains - 1) / domains / (domain * system.BandwidthBetween(gpus)));
    }
}
