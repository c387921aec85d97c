using Plimsoll.Serving.Simulation;

namespace Plimsoll.Serving.Tests.Traces;

/// <summary>A made-up run of one prefill and one decode worker, told to an observer event by event.</summary>
internal static class SmallRun
{
    public static void Tell(SimulationObserver observer)
    {
        observer.RequestQueued(0, 0, 1);
        observer.RequestStarted(0, 0, 2);
        observer.StepFinished(Step(0, 2, 8, prefillTokens: 512, running: 1, waiting: 1, kvUse: 0.25));
        observer.RequestQueued(1, 0, 3);
        observer.KvTransferred(0, 0, 1, 10, 12, 67_108_864);
        observer.RequestQueued(0, 1, 12);
        observer.RequestStarted(0, 1, 12);
        observer.RequestStarted(1, 0, 10);
        observer.StepFinished(Step(0, 10, 4, prefillTokens: 256, running: 1, waiting: 0, kvUse: 0.125));
        observer.RequestPreempted(0, 1, 14);
        observer.StepFinished(Step(1, 12, 5, decodeRows: 1, running: 1, waiting: 0, kvUse: 0.5));
        observer.RequestFinished(new RequestOutcome
        {
            Id = 0,
            Session = 3,
            SentMs = 0.5,
            FirstTokenMs = 10.5,
            LastTokenMs = 20.5,
            Isl = 512,
            Osl = 3,
            CachedTokens = 128,
            QueueMs = 1,
            Preemptions = 1,
            Worker = 1,
        });
        observer.RequestFinished(new RequestOutcome
        {
            Id = 1,
            Session = -1,
            SentMs = 2.5,
            FirstTokenMs = 22.5,
            LastTokenMs = 22.5,
            Isl = 256,
            Osl = 1,
            QueueMs = 7,
            Worker = 1,
        });
    }

    public static StepOutcome Step(
        int worker, double startMs, double durationMs, int prefillTokens = 0, int decodeRows = 0, int running = 0, int waiting = 0, double kvUse = 0) =>
        new()
        {
            Worker = worker,
            StartMs = startMs,
            DurationMs = durationMs,
            PrefillTokens = prefillTokens,
            DecodeRows = decodeRows,
            Running = running,
            Waiting = waiting,
            KvUse = kvUse,
        };
}
