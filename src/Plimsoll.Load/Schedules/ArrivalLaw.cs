namespace Plimsoll.Load.Schedules;

/// <summary>How the times between arrivals vary.</summary>
public enum ArrivalLaw
{
    /// <summary>All the same.</summary>
    Constant,

    /// <summary>Exponential: arrivals that know nothing of each other.</summary>
    Poisson,

    /// <summary>Gamma with a shape: below 1 burstier than Poisson, above 1 smoother.</summary>
    Gamma,
}
