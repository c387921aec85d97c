using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Atlas.Fitting;

/// <summary>Measures how far a section's answers lie from measurements, through the very curves and surfaces that pricing uses.</summary>
internal static class FitCheck
{
    /// <summary>
    /// |fitted ÷ measured − 1| of each measurement, without repaired ones, which are opinions; what the section says nothing about counts as 1.
    /// </summary>
    public static double[] Errors(AtlasSection section, SectionEvidence evidence, IReadOnlyList<EvidenceSlice> slices, GpuSystem system)
    {
        var fitted = new FittedSection("", section, FitError.None, false, "fit");
        var source = new AtlasSource(system, new SingleSection(evidence.Operator, evidence.Format, fitted));
        var errors = new List<double>();
        foreach (var slice in slices)
        {
            var predicted = slice.Predict(source);
            for (var i = 0; i < predicted.Length; i++)
            {
                if (!slice.Points[i].IsRepaired)
                {
                    errors.Add(double.IsNaN(predicted[i]) ? 1 : Math.Abs((predicted[i] / slice.Points[i].Ms) - 1));
                }
            }
        }

        return [.. errors];
    }

    /// <summary>Share of the measurements that are repaired.</summary>
    public static double RepairedShare(IReadOnlyList<EvidenceSlice> slices)
    {
        long all = 0, repaired = 0;
        foreach (var slice in slices)
        {
            all += slice.Points.Length;
            repaired += slice.Points.Count(point => point.IsRepaired);
        }

        return all == 0 ? 0 : (double)repaired / all;
    }
}
