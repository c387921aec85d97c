namespace Plimsoll.Serving.Workloads.Protocols;

/// <summary>How the gaps between arrivals are distributed.</summary>
public enum ArrivalLaw
{
    /// <summary>Exponential gaps.</summary>
    Poisson,

    /// <summary>Equal gaps; the first request is sent at once.</summary>
    Constant,

    /// <summary>Gamma-distributed gaps.</summary>
    Gamma,
}
