using System.Globalization;
using Plimsoll.Load.Timing;

namespace Plimsoll.Load.Runs;

/// <summary>How well the client itself kept up: only then are the figures the server's.</summary>
public sealed class ClientHealth
{
    private const double SlowMs = 5;
    private const double BusyShare = 0.9;

    /// <summary>Judges a run.</summary>
    /// <param name="sendLateness">How late requests were sent.</param>
    /// <param name="poolDelay">How long work waited for a thread.</param>
    /// <param name="processorS">CPU time of the run, seconds.</param>
    /// <param name="wallS">Its duration, seconds.</param>
    /// <param name="waitsForSlots">Whether requests may have waited for their turn by the run's own limit on concurrency, which is no fault of the client.</param>
    public ClientHealth(LatencyHistogram sendLateness, LatencyHistogram poolDelay, double processorS, double wallS, bool waitsForSlots)
    {
        (SendLateness, PoolDelay, ProcessorS) = (sendLateness, poolDelay, processorS);
        CoresUsed = wallS > 0 ? processorS / wallS : 0;
        var warnings = new List<string>();
        if (!waitsForSlots && sendLateness.QuantileNs(0.99) / 1e6 is > SlowMs and var late)
        {
            warnings.Add($"1 % of the requests were sent {Ms(late)} ms late or more");
        }

        if (poolDelay.QuantileNs(0.99) / 1e6 is > SlowMs and var delay)
        {
            warnings.Add($"answers waited for a free thread, 1 % of the time {Ms(delay)} ms or more");
        }

        if (CoresUsed > BusyShare * Environment.ProcessorCount)
        {
            warnings.Add($"{CoresUsed.ToString("0.0", CultureInfo.InvariantCulture)} of {Environment.ProcessorCount} cores were busy with sending and receiving");
        }

        Warnings = warnings;
    }

    /// <summary>How late requests were sent.</summary>
    public LatencyHistogram SendLateness { get; }

    /// <summary>How long work waited for a thread, probed all along.</summary>
    public LatencyHistogram PoolDelay { get; }

    /// <summary>CPU time of the run, seconds.</summary>
    public double ProcessorS { get; }

    /// <summary>Mean number of busy cores.</summary>
    public double CoresUsed { get; }

    /// <summary>Why the client was the limit, one sentence each; empty when it was not.</summary>
    public IReadOnlyList<string> Warnings { get; }

    private static string Ms(double ms) => ms.ToString("0.0", CultureInfo.InvariantCulture);
}
