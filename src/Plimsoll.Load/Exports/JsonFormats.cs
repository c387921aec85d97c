using System.Text.Encodings.Web;
using System.Text.Json;
using Plimsoll.Load.Metrics;

namespace Plimsoll.Load.Exports;

/// <summary>How figures are written in JSON files.</summary>
internal static class JsonFormats
{
    /// <summary>Two spaces, line feeds, letters beyond ASCII as they are.</summary>
    public static JsonWriterOptions Indented { get; } = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes <c>"tag": {"unit", "avg", …}</c> with the keys that AIPerf has, in its order; what is not known is absent.</summary>
    public static void WriteMetric(Utf8JsonWriter json, RunMetric metric)
    {
        json.WriteStartObject(metric.Tag);
        json.WriteString("unit"u8, metric.Unit);
        if (metric.Values is not { } values)
        {
            json.WriteNumber("avg"u8, metric.Value!.Value);
        }
        else
        {
            Write(json, "avg", values.Average);
            for (var i = 0; i < Distribution.Percents.Count; i++)
            {
                Write(json, $"p{Distribution.Percents[i]}", values.Percentiles[i]);
            }

            Write(json, "min", values.Minimum);
            Write(json, "max", values.Maximum);
            Write(json, "std", values.StandardDeviation);
            if (values.Count is { } count)
            {
                json.WriteNumber("count"u8, count);
            }

            Write(json, "sum", values.Sum);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string key, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(key, number);
        }
    }
}
