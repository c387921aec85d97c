using Plimsoll.Serving.Simulation;

namespace Plimsoll.Serving.Traces;

/// <summary>
/// Running sequences, waiting requests and KV use over time, for each kind of worker, in bounded memory: a run of any length is kept in at
/// most <see cref="Buckets"/> buckets of time, whose width doubles whenever the run outgrows them.
/// </summary>
/// <remarks>A worker that is not stepping runs nothing; what waits for it counts from its next step on.</remarks>
/// <param name="workers">The workers that are watched.</param>
public sealed class TimelineObserver(WorkerNames workers) : SimulationObserver
{
    /// <summary>The largest number of buckets.</summary>
    public const int Buckets = 512;

    private readonly TimelineTrack[] _tracks = CreateTracks(workers);
    private double _widthMs = 1;

    /// <summary>How long one bucket is, ms: a power of two.</summary>
    public double BucketMs => _widthMs;

    /// <summary>When the last step seen ended, ms from the start.</summary>
    public double EndMs { get; private set; }

    /// <inheritdoc/>
    public override void StepFinished(in StepOutcome step)
    {
        var endMs = step.StartMs + step.DurationMs;
        while (endMs > Buckets * _widthMs)
        {
            _widthMs *= 2;
            foreach (var track in _tracks)
            {
                track.Halve();
            }
        }

        EndMs = Math.Max(EndMs, endMs);
        _tracks[workers.RoleOf(step.Worker)].Add(step, _widthMs);
    }

    /// <summary>The course of every kind of worker that is in <see cref="WorkerNames.Roles"/>, in that order.</summary>
    public IReadOnlyList<TimelineCourse> Courses()
    {
        var courses = new TimelineCourse[_tracks.Length];
        for (var role = 0; role < courses.Length; role++)
        {
            courses[role] = new TimelineCourse(workers.Roles[role], _tracks[role].Points(_widthMs, EndMs));
        }

        return courses;
    }

    private static TimelineTrack[] CreateTracks(WorkerNames workers)
    {
        var tracks = new TimelineTrack[workers.Roles.Count];
        for (var role = 0; role < tracks.Length; role++)
        {
            var members = new List<int>();
            for (var worker = 0; worker < workers.Count; worker++)
            {
                if (workers.RoleOf(worker) == role)
                {
                    members.Add(worker);
                }
            }

            tracks[role] = new TimelineTrack(members.Count == 0 ? 0 : members[0], members.Count, Buckets);
        }

        return tracks;
    }
}
