using Plimsoll.Plotting.Colours;
using Plimsoll.Plotting.Figures;
using Plimsoll.Serving.Traces;

namespace Plimsoll.Cli.Plots;

/// <summary>The course of a simulated run: running sequences, waiting requests and KV use over time.</summary>
internal static class TimelineFigure
{
    /// <summary>Draws what was observed; peaks are shaded where they stand out from the means.</summary>
    /// <param name="timeline">The finished run.</param>
    /// <param name="title">The heading.</param>
    /// <param name="subtitle">Model, layout, protocol.</param>
    public static Figure Of(TimelineObserver timeline, string title, string subtitle)
    {
        var (unit, ms) = TimeUnit(timeline.EndMs);
        var courses = timeline.Courses();
        return new Figure
        {
            Title = title,
            Subtitle = subtitle,
            Description = "Running sequences, waiting requests and the share of the KV cache in use over the time of a simulated run.",
            Horizontal = new Axis("time", unit) { Minimum = 0, Maximum = Math.Max(timeline.EndMs, 1e-3) / ms },
            Height = 560,
            Panels =
            [
                Panel("running sequences", null, courses, ms, p => p.MeanRunning, p => p.PeakRunning),
                Panel("waiting requests", null, courses, ms, p => p.MeanWaiting, p => p.PeakWaiting),
                Panel("KV cache in use", "%", courses, ms, p => 100 * p.MeanKvUse, p => 100 * p.PeakKvUse),
            ],
        };
    }

    private static Panel Panel(
        string label, string? unit, IReadOnlyList<TimelineCourse> courses, double ms, Func<TimelinePoint, double> mean, Func<TimelinePoint, double> peak)
    {
        var series = new List<Series>();
        foreach (var (index, course) in courses.Index())
        {
            var (colour, name) = (Palette.Series(index), courses.Count == 1 ? "" : course.Role);
            series.Add(new Series("", SeriesKind.Area, Steps(course.Points, ms, mean, peak)) { Colour = colour, Opacity = 0.25 });
            series.Add(new Series(name, SeriesKind.Step, Steps(course.Points, ms, mean, mean)) { Colour = colour });
        }

        return new Panel { Vertical = new Axis(label, unit) { IncludesZero = true }, Series = series };
    }

    /// <summary>Each bucket by both of its ends, so that areas have the same steps as lines.</summary>
    private static DataPoint[] Steps(
        IReadOnlyList<TimelinePoint> points, double ms, Func<TimelinePoint, double> from, Func<TimelinePoint, double> to)
    {
        var steps = new DataPoint[2 * points.Count];
        for (var i = 0; i < points.Count; i++)
        {
            var (low, high) = (from(points[i]), to(points[i]));
            steps[2 * i] = new DataPoint(points[i].StartMs / ms, high, low);
            steps[(2 * i) + 1] = new DataPoint(points[i].EndMs / ms, high, low);
        }

        return steps;
    }

    private static (string Unit, double Ms) TimeUnit(double endMs) => endMs switch
    {
        < 2_000 => ("ms", 1),
        < 600_000 => ("s", 1_000),
        < 7_200_000 => ("min", 60_000),
        _ => ("h", 3_600_000),
    };
}
