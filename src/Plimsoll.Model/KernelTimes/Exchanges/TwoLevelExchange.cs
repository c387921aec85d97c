using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Exchanges;

/// <summary>
/// The time of an expert all-to-all from links alone: NVLink inside a domain (a node, or a rack-scale domain), a network card per GPU between
/// domains; both work at once, the slower one counts.
/// </summary>
/// <remarks>
/// <para>Up to <see cref="LowLatencyTokens"/> tokens a rank, engines use a low-latency kernel that sends every copy of a token by itself: topk copies, of which
/// (N − 1)/N leave a domain when there are N. Above, a throughput kernel sends one copy to each rank, and one to each domain over the network,
/// where it is forwarded: N·(1 − (1 − 1/N)^topk) different ones of N are hit on average.</para>
/// <para>Shares of the links' bandwidth, caps and latencies are our own fit to public measurements of DeepEP on H100, B200 and GB200 with 8 to 64 ranks. Its
/// throughput kernel copies with a few multiprocessors, which carry no more on Blackwell's links than on Hopper's. The fit is within 5 % for the low-latency
/// kernel from 64 tokens on, within 20 % for the other one, but for two and eight nodes, where it needs up to twice what its links do.</para>
/// </remarks>
public static class TwoLevelExchange
{
    /// <summary>Most tokens of a rank for which the low-latency kernel is used.</summary>
    public const double LowLatencyTokens = 128;

    /// <summary>One-sigma relative uncertainty inside a domain.</summary>
    public const double UncertaintyInside = 0.2;

    /// <summary>One-sigma relative uncertainty over a network.</summary>
    public const double UncertaintyAcross = 0.35;

    private const double NetworkShare = 0.92;
    private const double LowLatencyLinkShare = 0.5;
    private const double ThroughputLinkShare = 0.66;
    private const double MostThroughputLink = 320e9;
    private const double MostThroughputNetwork = 48e9;
    private const double LowLatencyMs = 0.013;
    private const double LowLatencyNetworkMs = 0.013;
    private static readonly (double First, double PerDoubling) DispatchMs = (0.027, 0.03);
    private static readonly (double First, double PerDoubling) CombineMs = (0.048, 0.007);

    private static readonly double[] Tokens = [1, 8, 32, 64, LowLatencyTokens, LowLatencyTokens + 1, 256, 1024, 8192, 65_536];

    /// <summary>The curve over tokens of a rank.</summary>
    public static KernelCurve Curve(GpuSystem system, ExpertExchangeKey key)
    {
        var ms = Array.ConvertAll(Tokens, tokens => Ms(system, key, tokens));
        for (var i = 1; i < ms.Length; i++)
        {
            ms[i] = Math.Max(ms[i], ms[i - 1]);
        }

        var across = Domains(system, key.Gpus) > 1;
        var provenance = new Provenance[ms.Length];
        Array.Fill(provenance, Provenance.Transferred);
        var slope = (ms[^1] - ms[^2]) / (Tokens[^1] - Tokens[^2]);
        return new KernelCurve(
            Tokens,
            ms,
            provenance,
            slope,
            across ? UncertaintyAcross : UncertaintyInside,
            across ? "links of the system file at the shares that DeepEP reaches, over the network" : "links of the system file at the shares that DeepEP reaches");
    }

    /// <summary>Milliseconds for so many tokens of each rank.</summary>
    public static double Ms(GpuSystem system, in ExpertExchangeKey key, double tokens)
    {
        var domains = Domains(system, key.Gpus);
        var isLowLatency = tokens <= LowLatencyTokens;
        var tokenBytes = tokens * key.HiddenSize * key.BytesPerValue;
        var copies = isLowLatency ? key.TopK : Hit(key.Gpus, key.TopK);
        var remote = copies * (key.Gpus - 1) / key.Gpus;
        var fast = system.BandwidthBetween(Math.Min(key.Gpus, system.LinkDomainGpus));
        var link = isLowLatency ? fast * LowLatencyLinkShare : Math.Min(fast * ThroughputLinkShare, MostThroughputLink);
        var bandwidthMs = 1000 * tokenBytes * remote / link;
        if (domains > 1)
        {
            var far = (isLowLatency ? (double)key.TopK : Hit(domains, key.TopK)) * (domains - 1) / domains;
            var network = system.BandwidthBetween(key.Gpus) * NetworkShare;
            bandwidthMs = Math.Max(bandwidthMs, 1000 * tokenBytes * far / (isLowLatency ? network : Math.Min(network, MostThroughputNetwork)));
        }

        return bandwidthMs + LatencyMs(key.Direction, isLowLatency, domains);
    }

    private static int Domains(GpuSystem system, int gpus) => (gpus + system.LinkDomainGpus - 1) / system.LinkDomainGpus;

    private static double LatencyMs(ExchangeDirection direction, bool isLowLatency, int domains)
    {
        if (isLowLatency)
        {
            return LowLatencyMs + (domains > 1 ? LowLatencyNetworkMs : 0);
        }

        var (first, perDoubling) = direction == ExchangeDirection.Dispatch ? DispatchMs : CombineMs;
        return first + (perDoubling * Math.Log2(domains));
    }

    // Different ones of n places that k random choices hit.
    private static double Hit(int places, int choices) => places * (1 - Math.Pow(1 - (1.0 / places), choices));
}
