using Plimsoll.Model.KernelTimes.Atlas.Fitting;
using Plimsoll.Model.KernelTimes.Atlas.Surfaces;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.KernelTimes.Atlas.Building;

/// <summary>Collects the measured collectives of a release: the engine's own all-reduce, and those of the communication library.</summary>
internal static class CollectiveEvidence
{
    private const string OwnTable = "custom_allreduce_perf";

    /// <summary>All sections.</summary>
    public static IEnumerable<SectionEvidence> Of(EvidenceFiles files)
    {
        if (files.Locate(OwnTable) is [var own, ..])
        {
            yield return new SectionEvidence(
                AtlasOperator.AllReduce,
                CollectiveSurface.Format,
                own.Version,
                EvidenceFiles.IsBorrowed(own),
                own.Path,
                CollectiveSurface.Lattice,
                [],
                [],
                () => Own(files, own));
        }

        if (files.Catalog.LocateNccl() is { } library)
        {
            var name = library.Path.Contains("/oneccl/", StringComparison.Ordinal) ? "oneccl" : "nccl";
            yield return new SectionEvidence(
                AtlasOperator.Nccl,
                CollectiveSurface.Format,
                $"{name} {library.Version}",
                false,
                library.Path,
                CollectiveSurface.Lattice,
                [],
                [],
                () => Library(files, library, name));
        }
    }

    private static EvidenceSlice[] Own(EvidenceFiles files, TableLocation location)
    {
        var slices = new List<EvidenceSlice>();
        foreach (var gpus in files.Open(location.Path).ReadInt64("num_gpus").Distinct().Order())
        {
            var key = new CollectiveKey(CollectiveKind.AllReduce, (int)gpus);
            if (gpus > 1 && files.Source.Collective(key) is { } curve)
            {
                slices.Add(Slice(files, key, curve, source => source.Collective(key)));
            }
        }

        return [.. slices];
    }

    // The library's all-reduce hides behind the engine's own, so the library's table is read itself.
    private static EvidenceSlice[] Library(EvidenceFiles files, TableLocation location, string name)
    {
        var file = files.Open(location.Path);
        var table = CollectiveTable.ReadNccl(file, location.Version, name);
        var slices = new List<EvidenceSlice>();
        foreach (var gpus in file.ReadInt64("num_gpus").Distinct().Order())
        {
            foreach (var kind in Enum.GetValues<CollectiveKind>())
            {
                foreach (var quant in (CommQuant[])[CommQuant.Half, CommQuant.Int8])
                {
                    var key = new CollectiveKey(kind, (int)gpus, quant);
                    if (gpus > 1 && table.Nccl(key) is { } curve)
                    {
                        slices.Add(Slice(files, key, curve, source => source.Collective(key)));
                    }
                }
            }
        }

        return [.. slices];
    }

    private static EvidenceSlice Slice(
        EvidenceFiles files, CollectiveKey key, KernelCurve curve, Func<IKernelTimeSource, KernelCurve?> query) =>
        CurveEvidence.Slice(
            CollectiveSurface.SliceKey(key), curve, elements => RooflineMs.Collective(files.System, key, elements), query);
}
