using Plimsoll.Planning.Reports;
using Plimsoll.Serving.Simulation;

namespace Plimsoll.Planning.Verification;

/// <summary>A configuration that the steady state found good and that goes on to simulation. Safe to use from one thread at a time.</summary>
internal abstract class Survivor
{
    /// <summary>The configuration as the search left it, its operating point being the best that keeps the targets.</summary>
    public required PlannedConfiguration Planned { get; init; }

    /// <summary>Requests in flight in one replica at that point.</summary>
    public required int Requests { get; init; }

    /// <summary>Requests by which the load of a replica grows evenly: its batch slots where it has several.</summary>
    public required int Step { get; init; }

    /// <summary>Requests per ms that one replica serves in steady state at a load.</summary>
    public abstract double RequestsPerMs(int requests);

    /// <summary>The configuration with so many requests in flight in each replica.</summary>
    public abstract PlannedConfiguration At(int requests);

    /// <summary>One replica, for a simulation.</summary>
    /// <param name="kvFactor">The KV cache, as a multiple of what there is.</param>
    /// <param name="linkFactor">The bandwidth between the pools, as a multiple of what there is.</param>
    public abstract ServingTopology Topology(double kvFactor = 1, double linkFactor = 1);

    /// <summary>The fewest requests in flight that give a rate, or null when the configuration never reaches it.</summary>
    public int? RequestsAtRate(double perMs)
    {
        if (RequestsPerMs(Requests) < perMs)
        {
            return null;
        }

        var (low, high) = (0, (Requests + Step - 1) / Step);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = RequestsPerMs(middle * Step) < perMs ? (middle, high) : (low, middle);
        }

        return Math.Min(high * Step, Requests);
    }
}
