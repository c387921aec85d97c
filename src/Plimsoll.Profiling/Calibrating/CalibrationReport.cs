using Plimsoll.Model.Calibrations;

namespace Plimsoll.Profiling.Calibrating;

/// <summary>What was learned from measured runs.</summary>
public sealed record CalibrationReport
{
    /// <summary>The calibration as it is written.</summary>
    public required CalibrationDocument Document { get; init; }

    /// <summary>The terms that the search could move, in the order of files.</summary>
    public required IReadOnlyList<CalibratedTerm> Terms { get; init; }

    /// <summary>Errors by group, and of all runs under the name <c>all</c> first.</summary>
    public required IReadOnlyList<GroupScore> Groups { get; init; }

    /// <summary>Runs that were predicted.</summary>
    public required int Runs { get; init; }

    /// <summary>Runs that could not be predicted and so say nothing.</summary>
    public required int Unpredicted { get; init; }
}
