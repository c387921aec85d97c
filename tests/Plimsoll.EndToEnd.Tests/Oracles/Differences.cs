namespace Plimsoll.EndToEnd.Tests.Oracles;

/// <summary>Names what makes two answers differ, from facts of the question and of both rows.</summary>
public static class Differences
{
    private const double Large = 0.15;

    /// <summary>The reasons that apply, most weighty first.</summary>
    public static string Explain(PeerScenario scenario, OurRow? ours, PeerRow? theirs)
    {
        if (theirs is null || ours is null)
        {
            return theirs is null ? "peer has no row" : Misses(scenario, theirs) ? "peer misses the target" : "no layout of ours meets the targets";
        }

        var change = (ours.TokensPerSPerGpu / theirs.TokensPerSPerGpu) - 1;
        var reasons = new List<string>();
        if (Misses(scenario, theirs))
        {
            reasons.Add("peer misses the target");
        }

        var blockwise = scenario.Flag("--model").EndsWith("FP8", StringComparison.Ordinal);
        if (blockwise && scenario.Flag("--backend") == "vllm" && change > 0)
        {
            reasons.Add("host-bound table");
        }

        if (theirs.KvCache == "fp8" && Math.Abs(change) > Large)
        {
            reasons.Add("KV cache");
        }

        if (ours.Provenance is "transferred" or "roofline")
        {
            reasons.Add("no table");
        }

        if (Math.Abs(change) > Large)
        {
            reasons.Add(theirs.Parallel.Contains('+', StringComparison.Ordinal) ? "rate matching" : "mixed steps");
        }

        if (Math.Abs((ours.TtftMs / theirs.TtftMs) - 1) > Large)
        {
            reasons.Add("TTFT");
        }

        var text = FormattableString.Invariant($"{100 * change:+0;-0} %");
        return reasons.Count == 0 ? text : $"{text}: {string.Join(", ", reasons)}";
    }

    private static bool Misses(PeerScenario scenario, PeerRow row) =>
        scenario.Number("--request-latency") is { } latency
            ? row.RequestLatencyMs > latency * 1.001
            : row.TpotMs > (scenario.Number("--tpot") ?? 30) * 1.001 || row.TtftMs > (scenario.Number("--ttft") ?? 2000) * 1.001;
}
