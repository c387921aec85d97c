namespace Plimsoll.Serving.Traces;

/// <summary>One bucket of time. Means are weighted by time; peaks are the highest that any step in the bucket saw.</summary>
/// <param name="StartMs">Where the bucket begins, ms from the start of the run.</param>
/// <param name="EndMs">Where it ends: the next one begins, or the run is over.</param>
/// <param name="MeanRunning">Running sequences of all workers of the kind.</param>
/// <param name="PeakRunning">The highest sum over workers, each taken at its latest step.</param>
/// <param name="MeanWaiting">Waiting requests of all workers of the kind.</param>
/// <param name="PeakWaiting">The highest sum over workers, each taken at its latest step.</param>
/// <param name="MeanKvUse">Share of the KV cache that is held, mean over workers, 0 to 1.</param>
/// <param name="PeakKvUse">The highest share on any one worker.</param>
public readonly record struct TimelinePoint(
    double StartMs, double EndMs, double MeanRunning, double PeakRunning, double MeanWaiting, double PeakWaiting, double MeanKvUse, double PeakKvUse);
