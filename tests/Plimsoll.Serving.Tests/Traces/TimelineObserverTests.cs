using FsCheck.Fluent;
using Plimsoll.Serving.Traces;
using Plimsoll.Testing;

namespace Plimsoll.Serving.Tests.Traces;

/// <summary>The course of a run in bounded memory.</summary>
public sealed class TimelineObserverTests
{
    [Fact]
    public void Each_kind_of_worker_has_its_own_course()
    {
        var observer = new TimelineObserver(WorkerNames.Disaggregated(1, 1));
        SmallRun.Tell(observer);

        var courses = observer.Courses();
        Assert.Equal(["prefill", "decode"], courses.Select(c => c.Role));
        Assert.Equal((0.25, 1.0, 1.0), (courses[0].Points[5].MeanKvUse, courses[0].Points[5].MeanRunning, courses[0].Points[5].PeakWaiting));
        Assert.Equal(0, courses[0].Points[16].MeanRunning);
        Assert.Equal(0.5, courses[1].Points[16].MeanKvUse);
        Assert.Equal(17, courses[1].Points.Count);
    }

    [Fact]
    public void Several_workers_add_up_and_share_the_mean_of_their_KV_use()
    {
        var observer = new TimelineObserver(WorkerNames.Aggregated(2));
        observer.StepFinished(SmallRun.Step(0, 0, 2, running: 3, waiting: 1, kvUse: 0.2));
        observer.StepFinished(SmallRun.Step(1, 0, 2, running: 5, waiting: 2, kvUse: 0.6));

        var point = observer.Courses()[0].Points[1];
        Assert.Equal((8.0, 3.0), (point.MeanRunning, point.MeanWaiting));
        Assert.Equal((8.0, 3.0), (point.PeakRunning, point.PeakWaiting));
        Assert.Equal(0.4, point.MeanKvUse, 12);
        Assert.Equal(0.6, point.PeakKvUse);
    }

    [Fact]
    public void A_long_run_stays_within_the_buckets()
    {
        var observer = new TimelineObserver(WorkerNames.Aggregated(1));
        for (var step = 0; step < 200_000; step++)
        {
            observer.StepFinished(SmallRun.Step(0, step * 20.0, 20, running: 1));
        }

        var points = observer.Courses()[0].Points;
        Assert.InRange(points.Count, TimelineObserver.Buckets / 2, TimelineObserver.Buckets);
        Assert.All(points, p => Assert.Equal(1, p.MeanRunning, 9));
        Assert.Equal(4_000_000, points[^1].EndMs);
    }

    [Fact]
    public void Doubling_the_buckets_keeps_every_integral_and_peak() => Properties.Check(
        from steps in Gen.Choose(1, 40)
        from durations in Gen.Choose(1, 900).Select(d => d / 7.0).ListOf(steps)
        from loads in Gen.Choose(0, 50).ListOf(steps)
        select durations.Zip(loads).ToArray(),
        steps =>
        {
            var observer = new TimelineObserver(WorkerNames.Aggregated(1));
            var (now, area) = (0.0, 0.0);
            foreach (var (duration, load) in steps)
            {
                observer.StepFinished(SmallRun.Step(0, now, duration, running: load));
                (now, area) = (now + duration, area + (duration * load));
            }

            var points = observer.Courses()[0].Points;
            var kept = points.Sum(p => p.MeanRunning * (p.EndMs - p.StartMs));
            return Math.Abs(kept - area) <= 1e-9 * Math.Max(1, area)
                && points.Max(p => p.PeakRunning) == steps.Max(s => s.Second)
                && Math.Abs(points[^1].EndMs - now) < 1e-9;
        });
}
