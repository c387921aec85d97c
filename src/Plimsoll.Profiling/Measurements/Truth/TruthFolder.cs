using Plimsoll.Model.Validation;

namespace Plimsoll.Profiling.Measurements.Truth;

/// <summary>Reads a campaign of measurements: a folder of stages, or one stage.</summary>
public static class TruthFolder
{
    /// <summary>Whether a folder is a stage or holds one.</summary>
    public static bool Recognises(string folder) => Stages(folder).Count > 0;

    /// <summary>Every experiment of every stage, stages in the order of their names.</summary>
    /// <exception cref="InvalidInputException">A file is malformed; holds every problem.</exception>
    /// <exception cref="MissingDataException">A file cannot be read.</exception>
    public static MeasurementSet Read(string folder)
    {
        var errors = new List<ValidationError>();
        var experiments = new List<MeasuredExperiment>();
        var isStage = File.Exists(Path.Combine(folder, StageFile.Name));
        var campaign = isStage ? Path.GetDirectoryName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar)) ?? folder : folder;
        var trust = TtftTrust.Read(campaign, errors);
        foreach (var stageFolder in Stages(folder))
        {
            if (StageFile.Read(stageFolder, errors) is { } stage)
            {
                experiments.AddRange(ExperimentsFile.Read(stageFolder, stage, trust, errors));
            }
        }

        return errors.Count > 0
            ? throw new InvalidInputException(errors)
            : new MeasurementSet { Kind = MeasurementKind.Truth, Path = folder, Experiments = experiments };
    }

    private static IReadOnlyList<string> Stages(string folder) =>
        File.Exists(Path.Combine(folder, StageFile.Name))
            ? [folder]
            : [.. Directory.EnumerateDirectories(folder).Where(inner => File.Exists(Path.Combine(inner, StageFile.Name))).Order(StringComparer.Ordinal)];
}
