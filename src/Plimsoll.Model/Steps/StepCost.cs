using Plimsoll.Model.KernelTimes;

namespace Plimsoll.Model.Steps;

/// <summary>The explained price of one iteration: <see cref="Ms"/> is exactly the sum of the parts.</summary>
/// <param name="Parts">The named parts in execution order.</param>
public sealed record StepCost(IReadOnlyList<StepPart> Parts)
{
    /// <summary>The share of a step below which how a part is known does not characterise the whole.</summary>
    public const double ShareThatMatters = 0.05;

    /// <summary>Milliseconds of the whole step.</summary>
    public double Ms
    {
        get
        {
            var sum = 0.0;
            foreach (var part in Parts)
            {
                sum += part.Ms;
            }

            return sum;
        }
    }

    /// <summary>
    /// The least certain provenance that matters: at least <see cref="ShareThatMatters"/> of the time is known this badly or worse.
    /// </summary>
    public Provenance Provenance
    {
        get
        {
            var least = ShareThatMatters * Ms;
            for (var provenance = Provenance.Roofline; provenance > Provenance.Measured; provenance--)
            {
                double known = 0;
                foreach (var part in Parts)
                {
                    known += part.Provenance >= provenance ? part.Ms : 0;
                }

                if (known > 0 && known >= least)
                {
                    return provenance;
                }
            }

            return Provenance.Measured;
        }
    }

    /// <summary>Relative one-sigma uncertainty, parts taken as fully correlated (their errors share causes).</summary>
    public double RelativeUncertainty
    {
        get
        {
            double weighted = 0, total = 0;
            foreach (var part in Parts)
            {
                weighted += part.Ms * part.RelativeUncertainty;
                total += part.Ms;
            }

            return total > 0 ? weighted / total : 0;
        }
    }
}
