using System.Globalization;
using System.Text;
using Plimsoll.Serving.Intervals;

namespace Plimsoll.Profiling.Intervals;

/// <summary>Writes a table of residual quantiles as it is embedded.</summary>
public static class ResidualJson
{
    /// <summary>The table as JSON, a class a line.</summary>
    /// <param name="classes">The quantiles by class.</param>
    /// <param name="source">What they were learned from, in words.</param>
    public static string Write(IReadOnlyDictionary<string, ResidualQuantiles> classes, string source)
    {
        var text = new StringBuilder().Append("{\n  \"source\": \"").Append(System.Text.Json.JsonEncodedText.Encode(source)).Append("\",\n  \"classes\": {\n");
        var left = classes.Count;
        foreach (var (key, quantiles) in classes)
        {
            text.Append(CultureInfo.InvariantCulture, $"    \"{key}\": {{ \"low\": {quantiles.Low}, \"high\": {quantiles.High}, \"rows\": {quantiles.Rows} }}{(--left > 0 ? "," : "")}\n");
        }

        return text.Append("  }\n}\n").ToString();
    }
}
