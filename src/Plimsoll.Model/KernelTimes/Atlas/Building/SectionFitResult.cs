using Plimsoll.Model.KernelTimes.Atlas.Fitting;
using Plimsoll.Model.KernelTimes.Atlas.Storage;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Atlas.Building;

/// <summary>A fitted section, ready to be stored.</summary>
/// <param name="Bytes">Compressed.</param>
/// <param name="RawLength">Length before compression.</param>
/// <param name="Error">Distance from the measurements.</param>
/// <param name="RepairedShare">Share of repaired measurements.</param>
internal sealed record SectionFitResult(byte[] Bytes, int RawLength, FitError Error, double RepairedShare)
{
    /// <summary>Fits and measures a section.</summary>
    public static SectionFitResult Of(SectionEvidence evidence, IReadOnlyList<EvidenceSlice> slices, GpuSystem system)
    {
        var section = SectionFit.Of(evidence, slices);
        var bytes = SectionEncoder.Encode(section, out var rawLength);
        var error = FitError.Of(FitCheck.Errors(section, evidence, slices, system));
        return new SectionFitResult(bytes, rawLength, error, FitCheck.RepairedShare(slices));
    }
}
