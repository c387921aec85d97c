namespace Plimsoll.Model.KernelTimes.Atlas.Storage;

/// <summary>Where a section lies in an atlas, and how well it fits.</summary>
/// <param name="Offset">First byte after the head.</param>
/// <param name="Length">Bytes, compressed.</param>
/// <param name="RawLength">Bytes, decompressed.</param>
/// <param name="Error">Distance from the measurements.</param>
/// <param name="RepairedShare">Share of repaired measurements.</param>
internal sealed record StoredSection(long Offset, int Length, int RawLength, FitError Error, double RepairedShare);
