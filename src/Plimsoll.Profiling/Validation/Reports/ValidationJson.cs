using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plimsoll.Profiling.Validation.Reports;

/// <summary>Serialises <see cref="ValidationReport"/> without reflection, in snake_case, indented.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(ValidationReport))]
public sealed partial class ValidationJson : JsonSerializerContext
{
    /// <summary>The report as JSON text.</summary>
    public static string Write(ValidationReport report) => JsonSerializer.Serialize(report, Default.ValidationReport);
}
