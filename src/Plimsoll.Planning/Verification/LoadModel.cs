using Plimsoll.Serving.Workloads;

namespace Plimsoll.Planning.Verification;

/// <summary>How a question loads one replica: what "load" means, and the requests of a run at a load.</summary>
internal abstract class LoadModel
{
    /// <summary>The unit of a load of the cluster, as reports spell it.</summary>
    public abstract string Unit { get; }

    /// <summary>The load of one replica at which a configuration is judged; null when it cannot carry what is asked.</summary>
    public abstract double? Wanted(Survivor survivor);

    /// <summary>Whether the load is the question's own, so that a configuration that cannot carry it fails; otherwise less will do.</summary>
    public abstract bool IsFixed { get; }

    /// <summary>The next load that can be tried at or below <paramref name="load"/>: whole requests, or anything.</summary>
    public abstract double Rounded(double load, Survivor survivor);

    /// <summary>The smallest load worth trying.</summary>
    public abstract double Least(Survivor survivor);

    /// <summary>The requests of one run at a load of one replica.</summary>
    public abstract ClientLoad Requests(double load, Survivor survivor);

    /// <summary>The protocol of such a run, as <c>simulate --protocol</c> spells it.</summary>
    public abstract string Protocol(double load);

    /// <summary>The load of the whole cluster when every replica has <paramref name="load"/>.</summary>
    public abstract double OfCluster(double load, int replicas);

    /// <summary>Requests in flight in one replica at a load, in steady state; never more than the search's own operating point.</summary>
    public abstract int InFlight(double load, Survivor survivor);
}
