using Plimsoll.Planning.Targets;
using Plimsoll.Serving.SteadyStates;

namespace Plimsoll.Planning.Search;

/// <summary>What one prefill and one decode worker can do at most within targets: bounds that prune the search and never exclude the best.</summary>
/// <param name="PrefillPerMs">Requests per ms of a prefill worker; 0 when the targets cannot be kept at all.</param>
/// <param name="DecodePerMs">Requests per ms of a decode worker; 0 when the targets cannot be kept at all.</param>
internal readonly record struct RateBounds(double PrefillPerMs, double DecodePerMs)
{
    private const int Halvings = 14;

    /// <summary>The bounds of a pair; <paramref name="transferMs"/> is the least that moving a KV cache takes between the two.</summary>
    public static RateBounds Of(PrefillPool prefill, DecodePool decode, double transferMs, in LatencyTargets targets)
    {
        var loneTpotMs = decode.StepMs(1);
        var loneTtftMs = prefill.PathMs + prefill.LonePrefillMs + transferMs;
        var ttftMs = Math.Min(targets.TtftMs, targets.RequestLatencyMs - (decode.DecodeSteps * loneTpotMs));
        var tpotMs = Math.Min(targets.TpotMs, (targets.RequestLatencyMs - loneTtftMs) / decode.DecodeSteps);
        if (loneTtftMs > ttftMs || loneTpotMs > tpotMs)
        {
            return default;
        }

        // A request adds itself to the load that it sees: 1 / (rate × lone latency) of its slot's capacity at most.
        var highest = prefill.HighestRatePerMs(0);
        var loneLatencyMs = loneTtftMs + (decode.DecodeSteps * loneTpotMs);
        var load = LoadWithin(prefill, ttftMs - prefill.PathMs - transferMs) + (prefill.Capacity.Slots / (highest * loneLatencyMs));
        return new RateBounds(highest * Math.Min(1, load), DecodePerMsWithin(decode, tpotMs));
    }

    /// <summary>Requests per ms over so many GPUs that no numbers of these workers exceed.</summary>
    public double Over(int totalGpus, int prefillGpus, int decodeGpus) =>
        PrefillPerMs <= 0 || DecodePerMs <= 0 ? 0 : totalGpus / ((prefillGpus / PrefillPerMs) + (decodeGpus / DecodePerMs));

    /// <summary>A load just above the highest at which the wait is short enough.</summary>
    private static double LoadWithin(PrefillPool prefill, double ttftMs)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = prefill.TtftMs(middle) <= ttftMs ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>Requests per ms of a decode worker whose steps take no longer than <paramref name="tpotMs"/>, which must allow one row.</summary>
    public static double DecodePerMsWithin(DecodePool decode, double tpotMs)
    {
        var rows = (double)decode.RowsWithin(tpotMs);
        if (rows < decode.Capacity.SequencesPerSlot)
        {
            var (step, next) = (decode.StepMs(rows), decode.StepMs(rows + 1));
            rows += next > step ? Math.Clamp((tpotMs - step) / (next - step), 0, 1) : 1;
        }

        rows = Math.Min(rows, decode.Capacity.SequencesPerSlot);
        return decode.Capacity.Slots * rows / (decode.DecodeSteps * decode.StepMs(rows));
    }
}
