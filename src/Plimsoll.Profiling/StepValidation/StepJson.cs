using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plimsoll.Profiling.StepValidation;

/// <summary>Serialises <see cref="StepReport"/> without reflection, in snake_case, indented.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(StepReport))]
public sealed partial class StepJson : JsonSerializerContext
{
    /// <summary>The report as JSON text.</summary>
    public static string Write(StepReport report) => JsonSerializer.Serialize(report, Default.StepReport);
}
