namespace Plimsoll.Serving.Numerics;

/// <summary>What random numbers are drawn for; draws for different purposes are independent of each other.</summary>
internal enum RandomStream
{
    /// <summary>Gaps between arrivals.</summary>
    Arrivals,

    /// <summary>Prompt and answer lengths.</summary>
    Lengths,

    /// <summary>How far the first requests of a steady load have got.</summary>
    Stagger,
}
