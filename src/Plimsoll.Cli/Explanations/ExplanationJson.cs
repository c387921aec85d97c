using System.Text.Json.Serialization;
using Plimsoll.Model.KernelTimes;

namespace Plimsoll.Cli.Explanations;

/// <summary>Writes explanations as snake_case JSON without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    UseStringEnumConverter = true,
    Converters = [typeof(ProvenanceWord)])]
[JsonSerializable(typeof(Explanation))]
internal sealed partial class ExplanationJson : JsonSerializerContext
{
    /// <summary>Spells a provenance in lower case.</summary>
    internal sealed class ProvenanceWord() : JsonStringEnumConverter<Provenance>(System.Text.Json.JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
}
