namespace Plimsoll.Profiling.Validation.Predictions;

/// <summary>A forecast, or why there is none.</summary>
/// <param name="Forecast">The forecast; null when refused.</param>
/// <param name="Reason">A stable snake_case word under which refusals are counted; null when there is a forecast.</param>
/// <param name="Detail">The reason with its values.</param>
public sealed record ForecastOffer(Forecast? Forecast, string? Reason, string? Detail)
{
    /// <summary>A forecast.</summary>
    public static ForecastOffer Of(Forecast forecast) => new(forecast, null, null);

    /// <summary>A refusal.</summary>
    public static ForecastOffer Refused(string reason, string detail) => new(null, reason, detail);
}
