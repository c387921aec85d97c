using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Targets;

namespace Plimsoll.Planning.Verification;

/// <summary>Says what binds a configuration at its highest load, by giving it 10 % more of one thing at a time and simulating again.</summary>
internal sealed class BindingAnalysis(Verifier verifier, ServiceLevels levels, LoadModel loads)
{
    private const double More = 1.1;
    private const double NearlyFull = 0.9;

    /// <summary>The analysis of an explored survivor.</summary>
    public Binding Of(VerifiedSurvivor verified)
    {
        var highest = verified.Highest!;
        var gains = new List<BindingGain>();
        foreach (var level in levels.All)
        {
            Add(level.Key, verified.Search, levels.Relaxed(level.Key, More));
        }

        if (highest.Run.PeakKvUse > NearlyFull)
        {
            Add("kv_cache", verifier.SearchOf(verified.Survivor, kvFactor: More), levels);
        }

        if (verified.Survivor.Planned.Prefill is not null)
        {
            Add("kv_link", verifier.SearchOf(verified.Survivor, linkFactor: More), levels);
        }

        return new Binding(verified.Binds!, [.. gains.OrderByDescending(gain => gain.Gain)]);

        void Add(string of, LoadSearch search, ServiceLevels relaxed)
        {
            var start = search.At(highest.Load);
            var better = relaxed.AreMetBy(start.Run) ? search.Beyond(start, relaxed).Highest : highest;
            var perGpu = verifier.PerGpu(verified.Survivor, better.Run);
            gains.Add(new BindingGain(
                of,
                loads.OfCluster(better.Load, verified.Survivor.Planned.Replicas),
                perGpu,
                Math.Max(0, (better.Run.OutputTokensPerS / highest.Run.OutputTokensPerS) - 1)));
        }
    }
}
