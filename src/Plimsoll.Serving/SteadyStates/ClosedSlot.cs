using Plimsoll.Serving.Numerics;

namespace Plimsoll.Serving.SteadyStates;

/// <summary>
/// Finds the load at which a fixed number of requests circulate in a batch slot.
/// </summary>
/// <remarks>
/// In a life of length L = path + TTFT + D·TPOT a request meets one prompt of each other request, c − 1 in all. At position s of the load curve
/// they come at rate λ(s), except in the excluded time X(s); so s is the root of  λ(s)·(L(s) − X(s)) / φ = c  with φ = (c − 1)/c,
/// and of  λ*·L(s) = c  where the prompt capacity λ* is reached first. The rate is never below that of requests served one by one.
/// It is c / L: Little's law holds by construction.
/// </remarks>
internal sealed class ClosedSlot(LoadCurve curve, double pathMs, int decodeSteps)
{
    private int _hint;
    private double _lonePerMs;

    private LoadCurve Curve => curve;

    /// <summary>The request rate that the prompts never let the slot exceed, per ms.</summary>
    public double CapacityPerMs => Math.Max(curve.PromptCapacityPerMs, LonePerMs);

    /// <summary>The request rate of requests served one after the other, per ms: what an engine that never idles does at least.</summary>
    private double LonePerMs => _lonePerMs > 0
        ? _lonePerMs
        : _lonePerMs = 1 / (pathMs + curve[0].PrefillMs + (decodeSteps * curve[0].TpotMs));

    /// <summary>The position at which <paramref name="requests"/> ≥ 2 circulate.</summary>
    public double Position(int requests)
    {
        var share = (requests - 1.0) / requests;
        var above = FirstAbove(requests, share);
        return above == 0 ? 0 : MonotoneRoot.Find(new PopulationAt(this, share), above - 1, above, requests);
    }

    /// <summary>Mean latency of a request at a node.</summary>
    public double LatencyMs(in LoadNode node) => pathMs + node.TtftMs + (decodeSteps * node.TpotMs);

    private double Population(in LoadNode node, double share)
    {
        var latencyMs = LatencyMs(node);
        return Math.Max(
            Math.Min(node.OthersPerMs * (latencyMs - node.ExcludedMs) / share, CapacityPerMs * latencyMs),
            LonePerMs * latencyMs);
    }

    /// <summary>The first whole position that holds at least so many requests, searched from where the last search ended.</summary>
    private int FirstAbove(int requests, double share)
    {
        var low = -1;
        var high = Math.Min(_hint, curve.Last);
        for (var stride = 1; Population(curve[high], share) < requests; stride *= 2)
        {
            low = high;
            if (high == curve.Last)
            {
                return high;
            }

            high = Math.Min(high + stride, curve.Last);
        }

        for (var stride = 1; low < 0 && high > 0; stride *= 2)
        {
            var lower = Math.Max(0, high - stride);
            if (Population(curve[lower], share) < requests)
            {
                low = lower;
            }
            else
            {
                high = lower;
            }
        }

        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (Population(curve[middle], share) < requests)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return _hint = high;
    }

    /// <summary>The population as a function of the position, for a number of requests.</summary>
    private readonly struct PopulationAt(ClosedSlot slot, double share) : IRealFunction
    {
        public double At(double x) => slot.Population(slot.Curve.At(x), share);
    }
}
