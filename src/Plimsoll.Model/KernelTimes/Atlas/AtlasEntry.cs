namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>One operator in one number format of one release.</summary>
/// <param name="Operator">The kernel.</param>
/// <param name="Format">Its number format, e.g. <c>fp8_block</c>, for prefill attention arithmetic and cache: <c>bfloat16/fp8</c>.</param>
/// <param name="MeasuredWith">The release that the fitted measurements were made with.</param>
/// <param name="Borrowed">Whether that is another release, without the database declaring their times equal.</param>
/// <param name="Section">Position of the surfaces among the atlas's sections; equal surfaces are stored once.</param>
/// <param name="Error">How far the surfaces lie from the measurements.</param>
/// <param name="RepairedShare">Share of the measurements that were implausible and had been replaced before fitting.</param>
public sealed record AtlasEntry(
    AtlasOperator Operator, string Format, string MeasuredWith, bool Borrowed, int Section, FitError Error, double RepairedShare);
