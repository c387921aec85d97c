using Plimsoll.Formats.Parquet;
using Plimsoll.Model.KernelTimes.Atlas.Fitting;
using Plimsoll.Model.KernelTimes.Atlas.Surfaces;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.KernelTimes.Atlas.Building;

/// <summary>Collects the measured experts of a release, one section per format.</summary>
internal static class MoeEvidence
{
    private const string Table = "moe_perf";

    /// <summary>All sections.</summary>
    public static IEnumerable<SectionEvidence> Of(EvidenceFiles files)
    {
        var seen = new HashSet<MoeQuant>();
        foreach (var location in files.Locate(Table))
        {
            var formats = files.Open(location.Path).ReadStrings("moe_dtype").Values;
            foreach (var quant in Enum.GetValues<MoeQuant>())
            {
                if (!formats.Contains(quant.Name()) || files.System.Flops(quant.Compute()) is null || !seen.Add(quant))
                {
                    continue;
                }

                var distributions = files.Open(location.Path).ReadStrings("distribution").Values.Order(StringComparer.Ordinal).ToArray();
                yield return new SectionEvidence(
                    AtlasOperator.Moe,
                    quant.Name(),
                    location.Version,
                    EvidenceFiles.IsBorrowed(location),
                    $"{location.Path}:{quant.Name()}",
                    MoeSurface.Lattice,
                    [],
                    distributions,
                    () => Slices(files, location, quant, distributions));
            }
        }
    }

    private static EvidenceSlice[] Slices(EvidenceFiles files, TableLocation location, MoeQuant quant, string[] distributions)
    {
        var slices = new List<EvidenceSlice>();
        foreach (var key in Keys(files.Open(location.Path), quant))
        {
            if (files.Source.Moe(key) is { } curve)
            {
                slices.Add(CurveEvidence.Slice(
                    MoeSurface.SliceKey(key, Array.IndexOf(distributions, key.Distribution)),
                    curve,
                    tokens => RooflineMs.Moe(files.System, key, tokens),
                    source => source.Moe(key)));
            }
        }

        return [.. slices];
    }

    // Distributions of the same shape stand next to each other: their curves are alike, which the storage makes use of.
    private static IEnumerable<MoeKey> Keys(ParquetFile file, MoeQuant quant)
    {
        var (formats, distributions) = (file.ReadStrings("moe_dtype"), file.ReadStrings("distribution"));
        var (hidden, inter) = (file.ReadInt64("hidden_size"), file.ReadInt64("inter_size"));
        var (topk, experts) = (file.ReadInt64("topk"), file.ReadInt64("num_experts"));
        var (tp, ep) = (file.ReadInt64("moe_tp_size"), file.ReadInt64("moe_ep_size"));
        var format = Array.IndexOf(formats.Values, quant.Name());
        var keys = new HashSet<MoeKey>();
        for (var row = 0; row < hidden.Length; row++)
        {
            if (formats.Codes[row] == format)
            {
                keys.Add(new MoeKey(
                    quant,
                    (int)experts[row],
                    (int)topk[row],
                    (int)hidden[row],
                    (int)inter[row],
                    (int)tp[row],
                    (int)ep[row],
                    distributions.Values[distributions.Codes[row]]));
            }
        }

        return keys
            .OrderBy(key => key.HiddenSize).ThenBy(key => key.IntermediateSize).ThenBy(key => key.Experts).ThenBy(key => key.TopK)
            .ThenBy(key => key.MoeTp).ThenBy(key => key.MoeEp).ThenBy(key => key.Distribution, StringComparer.Ordinal);
    }
}
