namespace Plimsoll.Model.KernelTimes.Exchanges;

/// <summary>The two halves of an all-to-all between attention ranks and experts.</summary>
public enum ExchangeDirection
{
    /// <summary>Each token goes to the ranks of its experts.</summary>
    Dispatch,

    /// <summary>The experts' results come back and are added.</summary>
    Combine,
}
