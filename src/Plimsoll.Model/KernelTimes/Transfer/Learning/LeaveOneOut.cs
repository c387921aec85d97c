using System.Globalization;
using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Atlas;

namespace Plimsoll.Model.KernelTimes.Transfer.Learning;

/// <summary>
/// Learns what transferring is wrong by: every kernel that the atlas knows is predicted from what it knows of the other formats, backends and
/// GPUs, and compared.
/// </summary>
/// <remarks>
/// The newest release of each backend on each system speaks. A change of format is judged on one GPU and backend, a change of backend on one
/// GPU and format, a change of GPU on one backend and format. The correction is the median of the logarithmic errors; the doubt is the 90th
/// percentile of what is left, as one sigma of a normal distribution. Doubts of other GPUs are learned for siblings, neighbouring
/// generations and all that is farther (<see cref="ArchitectureDistance"/>).
/// </remarks>
public sealed class LeaveOneOut
{
    private const double LeastSigma = 0.03;
    private const int LeastSamples = 20;
    private const double P90InSigmas = 1.645;

    private readonly IReadOnlyList<EfficiencyProfile> _profiles;

    /// <summary>Asks an atlas about every probe.</summary>
    public LeaveOneOut(AtlasDatabase atlas) => _profiles = [.. Profiles(atlas)];

    /// <summary>The table, optionally without anything known of one system: what would have been learned if it did not exist.</summary>
    public IReadOnlyList<TransferErrorRow> Learn(string? withoutSystem = null)
    {
        var known = _profiles.Where(profile => profile.System.Name != withoutSystem).ToArray();
        return
        [
            .. Changes(known, TransferErrors.FormatChange, profile => (profile.System.Name, profile.Backend, ""), profile => profile.Format),
            .. Changes(known, TransferErrors.BackendChange, profile => (profile.System.Name, default, profile.Format), profile => profile.Backend.Name()),
            .. Systems(known),
        ];
    }

    /// <summary>The table as text.</summary>
    public static void Write(IEnumerable<TransferErrorRow> rows, TextWriter text)
    {
        text.Write(TransferErrors.Header + "\n");
        foreach (var row in rows)
        {
            text.Write(FormattableString.Invariant(
                $"{row.Kind.Name()},{row.Change},{row.From},{row.To},{row.Step.Bias:0.000},{row.Step.Sigma:0.000},{row.Samples}\n"));
        }
    }

    private static IEnumerable<EfficiencyProfile> Profiles(AtlasDatabase atlas)
    {
        foreach (var system in atlas.Systems)
        {
            foreach (var backend in Enum.GetValues<BackendKind>())
            {
                if (atlas.Versions(system, backend) is not { Count: > 0 } versions)
                {
                    continue;
                }

                var source = atlas.Source(system, new EngineVersion(backend, versions[^1]), repair: true);
                foreach (var kind in Enum.GetValues<KernelKind>())
                {
                    foreach (var format in Probes.Formats(kind))
                    {
                        if (Profile(atlas, system, backend, source, kind, format) is { } profile)
                        {
                            yield return profile;
                        }
                    }
                }
            }
        }
    }

    private static EfficiencyProfile? Profile(
        AtlasDatabase atlas, string system, BackendKind backend, IKernelTimeSource source, KernelKind kind, string format)
    {
        var facts = atlas.FindSystem(system)!;
        if (Probes.Rooflines(facts, kind, format) is not { } rooflines)
        {
            return null;
        }

        var times = Probes.Ask(source, kind, format, Provenance.Extrapolated);
        var launch = TransferSource.LaunchMsOf(kind);
        var ratios = new double[times.Length];
        for (var i = 0; i < ratios.Length; i++)
        {
            ratios[i] = times[i].Ms is { } ms ? Math.Log(ms / (launch + rooflines[i])) : double.NaN;
        }

        return Array.Exists(ratios, double.IsFinite) ? new EfficiencyProfile(facts, backend, kind, format, ratios) : null;
    }

    private static IEnumerable<TransferErrorRow> Changes(
        IReadOnlyList<EfficiencyProfile> known,
        string change,
        Func<EfficiencyProfile, (string System, BackendKind Backend, string Format)> sameness,
        Func<EfficiencyProfile, string> changing)
    {
        var errors = new SortedDictionary<(KernelKind Kind, string From, string To), List<double>>(
            Comparer<(KernelKind Kind, string From, string To)>.Create((a, b) =>
                a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind)
                : a.To != b.To ? string.CompareOrdinal(a.To, b.To)
                : string.CompareOrdinal(a.From, b.From)));
        foreach (var group in known.GroupBy(profile => (profile.Kind, sameness(profile))))
        {
            foreach (var to in group)
            {
                foreach (var from in group)
                {
                    var key = (group.Key.Kind, changing(from), changing(to));
                    if (from == to)
                    {
                        continue;
                    }

                    if (!errors.TryGetValue(key, out var list))
                    {
                        errors[key] = list = [];
                    }

                    list.AddRange(to.ErrorsFrom(from));
                }
            }
        }

        foreach (var (key, list) in errors)
        {
            if (list.Count >= LeastSamples)
            {
                yield return new TransferErrorRow(key.Kind, change, key.From, key.To, Step(list), list.Count);
            }
        }
    }

    private static IEnumerable<TransferErrorRow> Systems(IReadOnlyList<EfficiencyProfile> known)
    {
        foreach (var kind in Enum.GetValues<KernelKind>())
        {
            var ofKind = known.Where(profile => profile.Kind == kind).ToArray();
            var pairs = ofKind.SelectMany(to => ofKind.Where(from => IsSameOnAnotherGpu(from, to)).Select(from =>
                (Distance: ArchitectureDistance.Between(from.System, to.System, kind), Errors: to.ErrorsFrom(from).ToList())));
            var doubt = 0.0;
            foreach (var bucket in pairs.GroupBy(pair => Bucket(pair.Distance)).OrderBy(bucket => bucket.Key))
            {
                var errors = bucket.SelectMany(pair => pair.Errors).ToList();
                if (errors.Count >= LeastSamples)
                {
                    // Doubt does not fall with the distance, whatever few pairs say.
                    doubt = Math.Max(doubt, Sigma(errors, 0));
                    var distance = bucket.Average(pair => pair.Distance).ToString("0.00", CultureInfo.InvariantCulture);
                    yield return new TransferErrorRow(kind, TransferErrors.SystemChange, distance, "", new TransferStep(0, doubt), errors.Count);
                }
            }
        }
    }

    // Siblings, neighbouring generations, and all that is farther.
    private static int Bucket(double distance) => distance < 0.4 ? 0 : distance < 1.5 ? 1 : 2;

    private static bool IsSameOnAnotherGpu(EfficiencyProfile from, EfficiencyProfile to) =>
        from.Backend == to.Backend && from.Format == to.Format && from.System.Name != to.System.Name;

    private static TransferStep Step(List<double> errors)
    {
        var bias = Quantile(errors, 0.5);
        return new TransferStep(bias, Sigma(errors, bias));
    }

    private static double Sigma(List<double> errors, double bias) =>
        Math.Max(LeastSigma, Quantile(errors.ConvertAll(error => Math.Abs(error - bias)), 0.9) / P90InSigmas);

    private static double Quantile(List<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)Math.Round(share * (sorted.Length - 1))];
    }
}
