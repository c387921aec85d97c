using Plimsoll.Profiling.Validation.Reports;

namespace Plimsoll.Profiling.Calibrating;

/// <summary>How well the runs of one group are predicted.</summary>
/// <param name="Group">The group: a stage of a campaign, or a file.</param>
/// <param name="Start">By the terms that the search started from.</param>
/// <param name="InSample">By the terms found from all runs, these among them.</param>
/// <param name="LeftOut">By the terms found from all other groups; null when there is none.</param>
public sealed record GroupScore(string Group, RunScore Start, RunScore InSample, RunScore? LeftOut);
