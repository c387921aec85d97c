namespace Plimsoll.Serving.Intervals;

/// <summary>How the measurements of a class lie around their predictions.</summary>
/// <param name="Low">10 % quantile of ln(measured / predicted).</param>
/// <param name="High">90 % quantile.</param>
/// <param name="Rows">Measurements behind them.</param>
public sealed record ResidualQuantiles(double Low, double High, int Rows)
{
    /// <summary>The interval of a prediction.</summary>
    public PredictionInterval Around(double predicted) => new(predicted * Math.Exp(Low), predicted * Math.Exp(High));
}
