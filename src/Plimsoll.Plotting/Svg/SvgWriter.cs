using System.Globalization;
using System.Text;
using Plimsoll.Plotting.Colours;
using Plimsoll.Plotting.Figures;
using Plimsoll.Plotting.Layout;
using Plimsoll.Plotting.Scenes;

namespace Plimsoll.Plotting.Svg;

/// <summary>
/// Draws scenes as SVG 1.1: the same scene gives the same bytes. Text stays text in the viewer's own sans serif; a title and a
/// description come first, for screen readers.
/// </summary>
public static class SvgWriter
{
    private const string Fonts = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

    /// <summary>Lays a figure out and writes it.</summary>
    /// <exception cref="ArgumentException">The figure cannot be drawn as it says.</exception>
    public static string Write(Figure figure) => Write(FigureLayout.Arrange(figure));

    /// <summary>Writes a scene as a document of its own.</summary>
    public static string Write(Scene scene)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{scene.Width}\" height=\"{scene.Height}\" ")
            .Append(CultureInfo.InvariantCulture, $"viewBox=\"0 0 {scene.Width} {scene.Height}\" role=\"img\" font-family=\"{Fonts}\">\n")
            .Append(CultureInfo.InvariantCulture, $"<title>{Escaped(scene.Title)}</title>\n<desc>{Escaped(scene.Description)}</desc>\n")
            .Append(CultureInfo.InvariantCulture, $"<rect width=\"{scene.Width}\" height=\"{scene.Height}\" fill=\"{scene.Paper}\"/>\n");
        foreach (var element in scene.Elements)
        {
            Append(svg, element, scene.Paper);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Append(StringBuilder svg, SceneElement element, Colour paper)
    {
        switch (element)
        {
            case Polyline line:
                svg.Append("<path d=\"");
                AppendPoints(svg, line.Points);
                svg.Append("\" fill=\"none\" stroke-linejoin=\"round\"").Append(Attribute("stroke", line.Colour.ToString()))
                    .Append(Attribute("stroke-width", Number(line.Width)));
                if (line.Dash > 0)
                {
                    svg.Append(Attribute("stroke-dasharray", Number(line.Dash)));
                }

                AppendOpacity(svg, "stroke-opacity", line.Opacity);
                break;
            case FilledPolygon polygon:
                svg.Append("<path d=\"");
                AppendPoints(svg, polygon.Points);
                svg.Append("Z\"").Append(Attribute("fill", polygon.Colour.ToString()));
                AppendOpacity(svg, "fill-opacity", polygon.Opacity);
                break;
            case Dots dots:
                svg.Append("<path d=\"");
                foreach (var centre in dots.Centres)
                {
                    svg.Append('M').Append(Number(centre.X)).Append(' ').Append(Number(centre.Y)).Append("h0");
                }

                svg.Append("\" fill=\"none\" stroke-linecap=\"round\"").Append(Attribute("stroke", dots.Colour.ToString()))
                    .Append(Attribute("stroke-width", Number(2 * dots.Radius)));
                AppendOpacity(svg, "stroke-opacity", dots.Opacity);
                break;
            case Ring ring:
                svg.Append("<circle").Append(Attribute("cx", Number(ring.Centre.X))).Append(Attribute("cy", Number(ring.Centre.Y)))
                    .Append(Attribute("r", Number(ring.Radius))).Append(" fill=\"none\"").Append(Attribute("stroke", ring.Colour.ToString()))
                    .Append(Attribute("stroke-width", Number(ring.Width)));
                break;
            case TextRun text:
                AppendText(svg, text, paper);
                return;
            default:
                throw new ArgumentOutOfRangeException(nameof(element), element.GetType().Name, "an unknown primitive");
        }

        svg.Append("/>\n");
    }

    private static void AppendText(StringBuilder svg, TextRun text, Colour paper)
    {
        svg.Append("<text").Append(Attribute("x", Number(text.At.X))).Append(Attribute("y", Number(text.At.Y)))
            .Append(Attribute("font-size", Number(text.Size))).Append(Attribute("fill", text.Colour.ToString()));
        if (text.Anchor != TextAnchor.Start)
        {
            svg.Append(Attribute("text-anchor", text.Anchor == TextAnchor.Middle ? "middle" : "end"));
        }

        if (text.Bold)
        {
            svg.Append(" font-weight=\"bold\"");
        }

        if (text.Halo)
        {
            svg.Append(Attribute("stroke", paper.ToString())).Append(" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"");
        }

        svg.Append('>').Append(Escaped(text.Text)).Append("</text>\n");
    }

    private static void AppendPoints(StringBuilder svg, IReadOnlyList<ScenePoint> points)
    {
        for (var i = 0; i < points.Count; i++)
        {
            svg.Append(i == 0 ? 'M' : i == 1 ? 'L' : ' ').Append(Number(points[i].X)).Append(' ').Append(Number(points[i].Y));
        }
    }

    private static void AppendOpacity(StringBuilder svg, string name, double opacity)
    {
        if (opacity < 1)
        {
            svg.Append(Attribute(name, Number(opacity)));
        }
    }

    private static string Attribute(string name, string value) => $" {name}=\"{value}\"";

    /// <summary>Two decimals at most: a hundredth of a pixel is more than a screen shows.</summary>
    private static string Number(double value) => (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            _ = character switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                < ' ' => escaped.Append(' '),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }
}
