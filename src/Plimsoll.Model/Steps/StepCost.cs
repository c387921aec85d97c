using Plimsoll.Model.KernelTimes;

namespace Plimsoll.Model.Steps;

/// <summary>The explained price of one iteration: <see cref="Ms"/> is exactly the sum of the parts.</summary>
/// <param name="Parts">The named parts in execution order.</param>
public sealed record StepCost(IReadOnlyList<StepPart> Parts)
{
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

    /// <summary>The least certain provenance among parts that make up at least one percent of the step.</summary>
    public Provenance Provenance
    {
        get
        {
            var worst = Provenance.Measured;
            var total = Ms;
            foreach (var part in Parts)
            {
                if (part.Ms >= 0.01 * total && part.Provenance > worst)
                {
                    worst = part.Provenance;
                }
            }

            return worst;
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
