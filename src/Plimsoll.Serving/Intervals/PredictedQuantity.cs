namespace Plimsoll.Serving.Intervals;

/// <summary>What intervals are known for.</summary>
public enum PredictedQuantity
{
    /// <summary>Mean time to first token.</summary>
    Ttft,

    /// <summary>Mean time per output token after the first.</summary>
    Tpot,
}
