using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Transfer.Learning;

/// <summary>Asks a source about every probe of one kind of kernel in one number format.</summary>
internal static class Probes
{
    /// <summary>The formats of a kind of kernel that are compared.</summary>
    public static IReadOnlyList<string> Formats(KernelKind kind) => kind switch
    {
        KernelKind.Gemm => QuantizationNames.GemmNames,
        KernelKind.Moe => QuantizationNames.MoeNames,
        KernelKind.DecodeAttention => QuantizationNames.KvNames,
        KernelKind.PrefillAttention =>
            [.. from fmha in QuantizationNames.FmhaNames from kv in QuantizationNames.KvNames select $"{fmha}/{kv}"],
        _ => ["half", "int8"],
    };

    /// <summary>Times in a fixed order of probes, milliseconds; null where the source does not know the kernel in this format itself.</summary>
    /// <param name="source">Whom to ask.</param>
    /// <param name="kind">The kind of kernel.</param>
    /// <param name="format">Its number format.</param>
    /// <param name="worst">The least certain provenance that counts as knowing.</param>
    public static ProbeTime[] Ask(IKernelTimeSource source, KernelKind kind, string format, Provenance worst) => kind switch
    {
        KernelKind.Gemm => [.. Projections(source, format, worst)],
        KernelKind.Moe => [.. Experts(source, format, worst)],
        KernelKind.PrefillAttention => [.. Prompts(source, format, worst)],
        KernelKind.DecodeAttention => [.. Answers(source, format, worst)],
        _ => [.. Collectives(source, format, worst)],
    };

    /// <summary>The rooflines of the same probes, milliseconds; null where the GPU cannot compute in the format.</summary>
    public static double[]? Rooflines(GpuSystem system, KernelKind kind, string format)
    {
        try
        {
            return [.. Ask(new RooflineSource(system, ideal: true), kind, format, Provenance.Roofline).Select(time => time.Ms ?? double.NaN)];
        }
        catch (Validation.InvalidInputException)
        {
            return null;
        }
    }

    private static IEnumerable<ProbeTime> Projections(IKernelTimeSource source, string format, Provenance worst)
    {
        if (!QuantizationNames.TryParseGemm(format, out var quant))
        {
            yield break;
        }

        foreach (var (n, k) in ProbeShapes.Projections)
        {
            foreach (var time in Along(source.Gemm(new GemmKey(quant, n, k)), ProbeShapes.Rows, worst))
            {
                yield return time;
            }
        }
    }

    private static IEnumerable<ProbeTime> Experts(IKernelTimeSource source, string format, Provenance worst)
    {
        if (!QuantizationNames.TryParseMoe(format, out var quant))
        {
            yield break;
        }

        foreach (var shape in ProbeShapes.Experts)
        {
            foreach (var time in Along(source.Moe(shape with { Quant = quant }), ProbeShapes.Rows, worst))
            {
                yield return time;
            }
        }
    }

    private static IEnumerable<ProbeTime> Collectives(IKernelTimeSource source, string format, Provenance worst)
    {
        if (!QuantizationNames.TryParseComm(format, out var quant))
        {
            yield break;
        }

        foreach (var kind in Enum.GetValues<CollectiveKind>())
        {
            foreach (var gpus in ProbeShapes.Groups)
            {
                foreach (var time in Along(source.Collective(new CollectiveKey(kind, gpus, quant)), ProbeShapes.Elements, worst))
                {
                    yield return time;
                }
            }
        }
    }

    private static IEnumerable<ProbeTime> Prompts(IKernelTimeSource source, string format, Provenance worst)
    {
        var parts = format.Split('/');
        if (!QuantizationNames.TryParseFmha(parts[0], out var fmha))
        {
            yield break;
        }

        if (!QuantizationNames.TryParseKv(parts[1], out var kv))
        {
            yield break;
        }

        foreach (var (heads, kvHeads, dim) in ProbeShapes.Heads)
        {
            var surface = source.PrefillAttention(new AttentionKey(heads, kvHeads, dim, kv, fmha));
            foreach (var (sequences, length) in ProbeShapes.Prompts)
            {
                yield return Of(surface?.At(sequences, length, 0), worst);
            }
        }
    }

    private static IEnumerable<ProbeTime> Answers(IKernelTimeSource source, string format, Provenance worst)
    {
        if (!QuantizationNames.TryParseKv(format, out var kv))
        {
            yield break;
        }

        foreach (var (heads, kvHeads, dim) in ProbeShapes.Heads)
        {
            var surface = source.DecodeAttention(new AttentionKey(heads, kvHeads, dim, kv, FmhaQuant.Bf16));
            foreach (var (rows, length) in ProbeShapes.Answers)
            {
                yield return Of(surface?.At(rows, length), worst);
            }
        }
    }

    private static IEnumerable<ProbeTime> Along(KernelCurve? curve, double[] sizes, Provenance worst) =>
        sizes.Select(size => Of(curve?.At(size), worst));

    private static ProbeTime Of(KernelTime? time, Provenance worst) =>
        time is { } known && known.Provenance <= worst ? new ProbeTime(known.Ms, known.RelativeUncertainty) : default;
}
