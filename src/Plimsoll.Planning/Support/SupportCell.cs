using Plimsoll.Model.Backends;
using Plimsoll.Planning.Reports;

namespace Plimsoll.Planning.Support;

/// <summary>Whether and how well one model is priced on one system with one backend release in one way of serving.</summary>
/// <param name="Model">The model.</param>
/// <param name="Architecture">Its architecture class.</param>
/// <param name="System">The kind of GPU node.</param>
/// <param name="Engine">Backend and release.</param>
/// <param name="Mode">The way of serving.</param>
/// <param name="Status">What becomes of it.</param>
/// <param name="Reason">Why it is not priced; null when it is.</param>
public sealed record SupportCell(
    string Model, string Architecture, string System, EngineVersion Engine, ServingMode Mode, SupportStatus Status, string? Reason)
{
    /// <summary>How well the least known times that matter are known; null when not priced.</summary>
    public KernelClass? Times { get; init; }

    /// <summary>The expected relative error of a step, one sigma, percent; null when not priced.</summary>
    public double? ExpectedErrorPct { get; init; }

    /// <summary>GPUs of the smallest deployment; null when not priced.</summary>
    public int? Gpus { get; init; }

    /// <summary>The layout of its workers, e.g. <c>tp4pp1</c>; null when not priced.</summary>
    public string? Layout { get; init; }
}
