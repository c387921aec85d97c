using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Atlas.Building;
using Plimsoll.Model.KernelTimes.Atlas.Fitting;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.KernelTimes.Tables;

namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>Compares an atlas with measured tables, row by row, through the very curves and surfaces that pricing uses.</summary>
public static class AtlasCheck
{
    /// <summary>Target for the median of |atlas ÷ table − 1|, percent.</summary>
    public const double MedianTargetPct = 4;

    /// <summary>Target for its 90th percentile, percent.</summary>
    public const double P90TargetPct = 15;

    /// <summary>Compares every release that both have; releases that measured nothing of their own are compared once.</summary>
    /// <param name="atlas">The atlas.</param>
    /// <param name="root">The database.</param>
    /// <param name="times">What tells the times of a release; null = the tables themselves and their repair.</param>
    /// <param name="progress">Hears of each finished release.</param>
    /// <param name="cancellation">Stops between releases.</param>
    public static AtlasCheckReport Run(
        AtlasFile atlas,
        SystemsRoot root,
        IKernelDatabase? times = null,
        IProgress<AtlasProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        times ??= new TableDatabase(root);
        var evidence = atlas.Releases
            .Where(release => root.Systems.Contains(release.System, StringComparer.Ordinal))
            .GroupBy(release => release.System, StringComparer.Ordinal)
            .SelectMany(system =>
            {
                var catalog = new TableCatalog(root, system.Key);
                return system.Select(release => ReleaseEvidenceReader.Of(catalog, release.Engine, times));
            });
        return Run(atlas, evidence, progress, cancellation);
    }

    /// <summary>Compares with the given evidence.</summary>
    internal static AtlasCheckReport Run(
        AtlasFile atlas, IEnumerable<ReleaseEvidence> evidence, IProgress<AtlasProgress>? progress = null, CancellationToken cancellation = default)
    {
        var rows = new List<AtlasCheckRow>();
        var errors = new SortedDictionary<(string System, BackendKind Backend, AtlasOperator Operator), List<double>>();
        var compared = new HashSet<string>(StringComparer.Ordinal);
        var releases = 0;
        foreach (var release in evidence)
        {
            cancellation.ThrowIfCancellationRequested();
            var stored = atlas.Releases.FirstOrDefault(r => r.System == release.System.Name && r.Engine == release.Engine);
            foreach (var section in release.Sections)
            {
                if (compared.Add($"{release.System.Name} {section.Operator} {section.Identity}"))
                {
                    var found = Compare(atlas, release, stored, section, out var each);
                    rows.Add(found);
                    var key = (release.System.Name, release.Engine.Backend, section.Operator);
                    if (!errors.TryGetValue(key, out var all))
                    {
                        errors[key] = all = [];
                    }

                    all.AddRange(each);
                }
            }

            progress?.Report(new AtlasProgress(release.System.Name, release.Engine, ++releases, 0));
        }

        return new AtlasCheckReport([.. errors.Select(pair => Summary(pair.Key, pair.Value))], rows);
    }

    /// <summary>Whether a median and a 90th percentile are within the targets; nothing compared is nothing missed.</summary>
    internal static bool Meets(double? medianPct, double? p90Pct) => !(medianPct > MedianTargetPct) && !(p90Pct > P90TargetPct);

    private static AtlasCheckRow Compare(
        AtlasFile atlas, ReleaseEvidence release, AtlasRelease? stored, SectionEvidence section, out double[] errors)
    {
        var slices = section.Slices();
        var entry = stored?.Find(section.Operator, section.Format);
        errors = entry is null ? [] : FitCheck.Errors(atlas.Section(entry.Section), section, slices, release.System);
        var error = FitError.Of(errors);
        return new AtlasCheckRow(
            release.System.Name,
            release.Engine,
            section.Operator,
            section.Format,
            section.MeasuredWith,
            error.Rows,
            FitCheck.RepairedShare(slices),
            error.Rows > 0 ? 100 * error.Median : null,
            error.Rows > 0 ? 100 * error.P90 : null,
            entry is null && slices.Count > 0);
    }

    private static AtlasCheckOperator Summary((string System, BackendKind Backend, AtlasOperator Operator) key, List<double> errors)
    {
        var error = FitError.Of([.. errors]);
        return new AtlasCheckOperator(
            key.System,
            key.Backend,
            key.Operator,
            error.Rows,
            error.Rows > 0 ? 100 * error.Median : null,
            error.Rows > 0 ? 100 * error.P90 : null);
    }
}
