using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Plimsoll.Plotting.Figures;
using Plimsoll.Plotting.Svg;
using Plimsoll.Testing;

namespace Plimsoll.Plotting.Tests.Svg;

/// <summary>Figures as SVG.</summary>
public sealed class SvgWriterTests
{
    [Fact]
    public void A_frontier_has_curves_a_target_and_named_points() => Golden.Match(SvgWriter.Write(SampleFigures.Frontier), "frontier.svg");

    [Fact]
    public void A_course_has_stacked_panels() => Golden.Match(SvgWriter.Write(SampleFigures.Course), "course.svg");

    [Fact]
    public void A_comparison_has_logarithmic_axes_and_bands() => Golden.Match(SvgWriter.Write(SampleFigures.Comparison), "comparison.svg");

    [Fact]
    public void The_culture_of_the_machine_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var expected = SvgWriter.Write(SampleFigures.Frontier);
            var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            odd.NumberFormat.NumberDecimalSeparator = ",";
            odd.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = odd;
            Assert.Equal(expected, SvgWriter.Write(SampleFigures.Frontier));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Words_with_markup_stay_words()
    {
        var figure = SampleFigures.Frontier with { Title = "a < b & \"c\"\u0001", Description = "x > y" };
        var svg = XDocument.Parse(SvgWriter.Write(figure));
        Assert.Equal(["a < b & \"c\" ", "x > y"], svg.Root!.Elements().Take(2).Select(e => e.Value));
        Assert.Equal("img", svg.Root.Attribute("role")!.Value);
    }

    [Fact]
    public void A_hundred_thousand_points_make_a_small_file()
    {
        var random = new Random(5);
        var points = Enumerable.Range(0, 100_000).Select(i => new DataPoint(i, random.NextDouble())).ToArray();
        var figure = SampleFigures.Frontier with
        {
            Panels = [SampleFigures.Frontier.Panels[0] with { Series = [new Series("noise", SeriesKind.Line, points)], Labels = [] }],
        };

        Assert.InRange(Encoding.UTF8.GetByteCount(SvgWriter.Write(figure)), 10_000, 60_000);
    }
}
