using Plimsoll.Plotting.Colours;
using Plimsoll.Plotting.Figures;

namespace Plimsoll.Plotting.Layout;

/// <summary>Which colour each series of a figure has: its own, or the palette's next; one name, one colour.</summary>
internal sealed class SeriesColours
{
    private readonly Dictionary<string, Colour> _byName = new(StringComparer.Ordinal);

    public SeriesColours(Figure figure)
    {
        var next = 0;
        foreach (var series in figure.Panels.SelectMany(panel => panel.Series))
        {
            if (!_byName.ContainsKey(series.Name))
            {
                _byName.Add(series.Name, series.Colour ?? Palette.Series(next++));
            }
        }
    }

    public Colour Of(Series series) => series.Colour ?? _byName[series.Name];
}
