using Plimsoll.Serving.Workloads.Sources;

namespace Plimsoll.Serving.Workloads.Protocols;

/// <summary>
/// <c>poisson:r</c>, <c>constant:r</c>, <c>gamma:r,cv</c>: requests arrive at a rate, whether or not earlier ones are answered. With
/// conversations the rate is of all requests: conversations begin at the rate divided by their turns.
/// </summary>
/// <param name="Arrivals">The law of the gaps.</param>
/// <param name="RequestsPerS">Requests per second, above 0.</param>
/// <param name="VariationCoefficient">Standard deviation of a gap over its mean; 1 for a Poisson process, 0 for constant gaps.</param>
public sealed record OpenLoop(ArrivalLaw Arrivals, double RequestsPerS, double VariationCoefficient) : Protocol
{
    private const int RequestsOfARun = 1000;

    /// <inheritdoc/>
    public override long DefaultRequests => RequestsOfARun;

    /// <summary>Requests that arrive independently of each other.</summary>
    public static OpenLoop Poisson(double requestsPerS) => new(ArrivalLaw.Poisson, requestsPerS, 1);

    /// <summary>Requests at equal distances.</summary>
    public static OpenLoop Constant(double requestsPerS) => new(ArrivalLaw.Constant, requestsPerS, 0);

    /// <summary>Requests with gamma-distributed gaps: bursty above a coefficient of variation of 1, regular below.</summary>
    public static OpenLoop Gamma(double requestsPerS, double variationCoefficient) => new(ArrivalLaw.Gamma, requestsPerS, variationCoefficient);

    /// <inheritdoc/>
    public override ClientLoad Start(RequestPlan plan)
    {
        var requests = plan.Requests ?? DefaultRequests;
        return new ClientLoad(new OpenSource(this, requests, plan), new MeasuredRequests(0, requests));
    }

    /// <summary>The text that is parsed back.</summary>
    public override string ToString() => Arrivals switch
    {
        ArrivalLaw.Poisson => FormattableString.Invariant($"poisson:{RequestsPerS}"),
        ArrivalLaw.Constant => FormattableString.Invariant($"constant:{RequestsPerS}"),
        _ => FormattableString.Invariant($"gamma:{RequestsPerS},{VariationCoefficient}"),
    };
}
