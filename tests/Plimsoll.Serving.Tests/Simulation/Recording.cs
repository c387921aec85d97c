using Plimsoll.Serving.Simulation;

namespace Plimsoll.Serving.Tests.Simulation;

/// <summary>Keeps everything that a run tells.</summary>
internal sealed class Recording : SimulationObserver
{
    public List<RequestOutcome> Outcomes { get; } = [];

    public List<StepOutcome> Steps { get; } = [];

    public List<(double GapMs, int Count)> Gaps { get; } = [];

    public List<(string What, long Id, double AtMs)> Happenings { get; } = [];

    public List<(long Id, double StartMs, double EndMs, double Bytes)> Transfers { get; } = [];

    public long GapCount => Gaps.Sum(gap => (long)gap.Count);

    public override void RequestQueued(long id, int worker, double nowMs) => Happenings.Add(("queued", id, nowMs));

    public override void RequestStarted(long id, int worker, double nowMs) => Happenings.Add(("started", id, nowMs));

    public override void RequestPreempted(long id, int worker, double nowMs) => Happenings.Add(("preempted", id, nowMs));

    public override void KvTransferred(long id, int fromWorker, int toWorker, double startMs, double endMs, double bytes) =>
        Transfers.Add((id, startMs, endMs, bytes));

    public override void RequestFinished(in RequestOutcome outcome) => Outcomes.Add(outcome);

    public override void TokenGaps(double gapMs, int count) => Gaps.Add((gapMs, count));

    public override void StepFinished(in StepOutcome step) => Steps.Add(step);
}
