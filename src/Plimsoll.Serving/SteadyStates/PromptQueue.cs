namespace Plimsoll.Serving.SteadyStates;

/// <summary>Mean waiting of a prompt behind other prompts.</summary>
public static class PromptQueue
{
    /// <summary>
    /// Mean wait, in the unit of <paramref name="serviceMs"/>, in a queue with deterministic service and random arrivals.
    /// </summary>
    /// <param name="utilization">Share of the capacity that the other requests use; infinite wait from 1 on.</param>
    /// <param name="servers">Prompts that are served together: prompts that fit one step's budget, at least 1; need not be whole.</param>
    /// <param name="serviceMs">Time to serve one prompt (or one step full of them).</param>
    /// <remarks>
    /// Pollaczek–Khinchine for one server, ρ·s / (2(1 − ρ)); for several, Sakasegawa's exponent √(2(κ+1)) − 1 on ρ with half the
    /// exponential-service wait (Sakasegawa 1977, "An approximation formula Lq ≅ α·ρ^β/(1−ρ)"): exact for κ = 1.
    /// </remarks>
    public static double WaitMs(double utilization, double servers, double serviceMs)
    {
        if (utilization <= 0)
        {
            return 0;
        }

        if (utilization >= 1)
        {
            return double.PositiveInfinity;
        }

        var power = servers <= 1 ? utilization : Math.Pow(utilization, Math.Sqrt(2 * (servers + 1)) - 1);
        return serviceMs * power / (2 * servers * (1 - utilization));
    }
}
