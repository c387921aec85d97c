using System.Text.Json.Serialization;
using Plimsoll.Model.KernelTimes;

namespace Plimsoll.Cli.Simulating;

/// <summary>Writes reports of runs as snake_case JSON without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    Converters = [typeof(ProvenanceWord)])]
[JsonSerializable(typeof(SimulationReport))]
internal sealed partial class SimulationJson : JsonSerializerContext
{
    /// <summary>Spells a provenance in lower case.</summary>
    internal sealed class ProvenanceWord() : JsonStringEnumConverter<Provenance>(System.Text.Json.JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
}
