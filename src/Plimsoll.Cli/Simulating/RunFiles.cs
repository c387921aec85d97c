using System.Text;
using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Plots;
using Plimsoll.Cli.Saving;
using Plimsoll.Plotting.Raster;
using Plimsoll.Plotting.Svg;
using Plimsoll.Serving.Records;
using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Traces;

namespace Plimsoll.Cli.Simulating;

/// <summary>The files that a run writes while it goes on; they appear when it is finished, or not at all.</summary>
internal sealed class RunFiles : IDisposable
{
    private readonly List<(GrowingFile File, IDisposable Writer)> _growing = [];
    private readonly (GrowingFile File, TimelineObserver Observer)? _timeline;
    private readonly bool _asPng;

    /// <summary>Begins the files that the flags name.</summary>
    public RunFiles(GivenFlags given, ServingTopology topology)
    {
        if (given.Text(SimulateFlags.Records) is { } records)
        {
            Add(new GrowingFile(records, SimulateFlags.Records.Name), stream => new AiperfRecordsObserver(stream));
        }

        if (given.Text(SimulateFlags.Timeline) is { } timeline)
        {
            _asPng = timeline.EndsWith(".png", StringComparison.OrdinalIgnoreCase);
            _timeline = (new GrowingFile(timeline, SimulateFlags.Timeline.Name), new TimelineObserver(WorkerNames.Of(topology)));
            Observers.Add(_timeline.Value.Observer);
        }

        if (given.Text(SimulateFlags.Events) is { } events)
        {
            Add(new GrowingFile(events, SimulateFlags.Events.Name), stream => new ChromeTraceObserver(stream, WorkerNames.Of(topology)));
        }
    }

    /// <summary>What watches the run for the files.</summary>
    public List<SimulationObserver> Observers { get; } = [];

    /// <summary>Draws what is drawn at the end, and gives the files their names.</summary>
    /// <param name="title">The heading of figures.</param>
    /// <param name="subtitle">What was simulated.</param>
    public void Finish(string title, string subtitle)
    {
        if (_timeline is var (drawn, observer))
        {
            var figure = TimelineFigure.Of(observer, title, subtitle);
            drawn.Stream.Write(_asPng ? RasterWriter.Write(figure) : Encoding.UTF8.GetBytes(SvgWriter.Write(figure)));
            drawn.Finish();
        }

        foreach (var (file, writer) in _growing)
        {
            writer.Dispose();
            file.Finish();
        }
    }

    /// <summary>Removes what was not finished.</summary>
    public void Dispose()
    {
        _timeline?.File.Dispose();
        foreach (var (file, _) in _growing)
        {
            file.Dispose();
        }
    }

    private void Add<T>(GrowingFile file, Func<Stream, T> observe)
        where T : SimulationObserver, IDisposable
    {
        var observer = observe(file.Stream);
        _growing.Add((file, observer));
        Observers.Add(observer);
    }
}
