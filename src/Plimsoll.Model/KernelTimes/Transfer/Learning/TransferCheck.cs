using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Atlas;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Transfer.Learning;

/// <summary>
/// Withholds one thing after the other from an atlas and compares what <see cref="TransferSource"/> says instead with the truth. For each GPU
/// the corrections and doubts are learned without it, so nothing that is judged has taught.
/// </summary>
public sealed class TransferCheck
{
    private readonly AtlasDatabase _atlas;
    private readonly IReadOnlyList<(GpuSystem System, BackendKind Backend, string Newest, string Oldest)> _releases;
    private readonly Dictionary<(Withheld Withheld, string Of, KernelKind Kind), List<(double Error, double Sigma)>> _errors = [];

    private TransferCheck(AtlasDatabase atlas)
    {
        _atlas = atlas;
        _releases =
        [
            .. from system in atlas.Systems
               from backend in Enum.GetValues<BackendKind>()
               let versions = atlas.Versions(system, backend)
               where versions.Count > 0
               select (atlas.FindSystem(system)!, backend, versions[^1], versions[0]),
        ];
    }

    /// <summary>Runs all comparisons; rows by what is withheld, first all together, and for systems each one.</summary>
    public static IReadOnlyList<TransferCheckRow> Run(AtlasDatabase atlas)
    {
        var check = new TransferCheck(atlas);
        var teacher = new LeaveOneOut(atlas);
        foreach (var system in check._releases.Select(release => release.System).DistinctBy(system => system.Name))
        {
            check.CompareOn(system, new TransferErrors(teacher.Learn(system.Name)));
        }

        return
        [
            .. check._errors.OrderBy(entry => entry.Key.Withheld).ThenBy(entry => entry.Key.Of, StringComparer.Ordinal).ThenBy(entry => entry.Key.Kind)
                .Select(entry => Row(entry.Key, entry.Value)),
        ];
    }

    private void CompareOn(GpuSystem system, TransferErrors errors)
    {
        foreach (var release in _releases.Where(release => release.System.Name == system.Name))
        {
            var truth = Source(release.System, release.Backend, release.Newest);
            var older = release.Oldest == release.Newest ? null : Source(release.System, release.Backend, release.Oldest);
            var backends = Transfer(release, errors, _releases.Where(other => other.System.Name == system.Name && other.Backend != release.Backend));
            var systems = Transfer(release, errors, _releases.Where(other => other.System.Name != system.Name));
            foreach (var kind in Enum.GetValues<KernelKind>())
            {
                foreach (var format in Probes.Formats(kind))
                {
                    if (Probes.Rooflines(system, kind, format) is null)
                    {
                        continue;
                    }

                    var known = Probes.Ask(truth, kind, format, Provenance.Extrapolated);
                    var formats = TransferOf(release, errors, [new TransferDonor(system, Engine(release), () => new HidingSource(truth, kind, format))]);
                    Compare(Withheld.Format, "", kind, known, Probes.Ask(formats, kind, format, Provenance.Transferred));
                    Compare(Withheld.Backend, "", kind, known, Probes.Ask(backends, kind, format, Provenance.Transferred));
                    var carried = Probes.Ask(systems, kind, format, Provenance.Transferred);
                    Compare(Withheld.System, "", kind, known, carried);
                    Compare(Withheld.System, system.Name, kind, known, carried);
                    if (older is not null)
                    {
                        Compare(Withheld.Version, "", kind, known, Probes.Ask(older, kind, format, Provenance.Extrapolated));
                    }
                }
            }
        }
    }

    private void Compare(Withheld withheld, string of, KernelKind kind, ProbeTime[] truth, ProbeTime[] transferred)
    {
        if (!_errors.TryGetValue((withheld, of, kind), out var list))
        {
            _errors[(withheld, of, kind)] = list = [];
        }

        for (var i = 0; i < truth.Length; i++)
        {
            if (truth[i].Ms is { } known && transferred[i].Ms is { } said)
            {
                list.Add(((said / known) - 1, transferred[i].Uncertainty));
            }
        }
    }

    private TransferSource Transfer(
        (GpuSystem System, BackendKind Backend, string Newest, string Oldest) release,
        TransferErrors errors,
        IEnumerable<(GpuSystem System, BackendKind Backend, string Newest, string Oldest)> donors) =>
        TransferOf(release, errors, [.. donors.Select(donor => new TransferDonor(donor.System, Engine(donor), () => Source(donor.System, donor.Backend, donor.Newest)))]);

    private static TransferSource TransferOf(
        (GpuSystem System, BackendKind Backend, string Newest, string Oldest) release, TransferErrors errors, TransferDonor[] donors) =>
        new(release.System, release.Backend, () => new TransferKnowledge(donors, errors));

    private static EngineVersion Engine((GpuSystem System, BackendKind Backend, string Newest, string Oldest) release) => new(release.Backend, release.Newest);

    private IKernelTimeSource Source(GpuSystem system, BackendKind backend, string version) =>
        _atlas.Source(system.Name, new EngineVersion(backend, version), repair: true);

    private static TransferCheckRow Row((Withheld Withheld, string Of, KernelKind Kind) key, List<(double Error, double Sigma)> errors)
    {
        var signed = errors.Select(error => error.Error).Order().ToArray();
        var absolute = signed.Select(Math.Abs).Order().ToArray();
        return new TransferCheckRow(
            key.Withheld,
            key.Of,
            key.Kind,
            errors.Count,
            100 * Quantile(signed, 0.5),
            100 * Quantile(absolute, 0.5),
            100 * Quantile(absolute, 0.9),
            errors.Count == 0 ? 0 : (double)errors.Count(error => Math.Abs(error.Error) <= error.Sigma) / errors.Count);
    }

    private static double Quantile(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[(int)Math.Round(share * (sorted.Length - 1))];
}
