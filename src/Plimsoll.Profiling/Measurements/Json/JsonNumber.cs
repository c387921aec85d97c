using System.Globalization;
using System.Text.Json;

namespace Plimsoll.Profiling.Measurements.Json;

/// <summary>Reads numbers that some writers put into quotation marks.</summary>
internal static class JsonNumber
{
    /// <summary>The finite number; false when it is none.</summary>
    public static bool TryRead(JsonElement value, out double number)
    {
        number = double.NaN;
        var isNumber = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDouble(out number),
            JsonValueKind.String => double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
        return isNumber && double.IsFinite(number);
    }
}
