using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Tables;

namespace Plimsoll.Model.Calibrations;

/// <summary>The calibrations that ship: for each backend the one of the newest release that is not newer than the one asked for.</summary>
public static class CalibrationCatalog
{
    private const string Folder = "Plimsoll.Model.Calibrations.Defaults.";

    /// <summary>The terms of a release; <see cref="Calibration.None"/> when nothing ships for the backend.</summary>
    public static Calibration For(EngineVersion engine) => Find(engine)?.Calibration ?? Calibration.None;

    /// <summary>The calibration that ships for a release, with its sources; null when there is none.</summary>
    public static CalibrationDocument? Find(EngineVersion engine)
    {
        CalibrationDocument? best = null;
        var assembly = typeof(CalibrationCatalog).Assembly;
        var start = $"{Folder}{engine.Backend.Name()}-";
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (!resource.StartsWith(start, StringComparison.Ordinal))
            {
                continue;
            }

            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var document = CalibrationReader.Read(reader.ReadToEnd(), resource[Folder.Length..]);
            if (document.HoldsFor(engine) && (best is null || ReleaseOrder.Instance.Compare(best.From, document.From) < 0))
            {
                best = document;
            }
        }

        return best;
    }
}
