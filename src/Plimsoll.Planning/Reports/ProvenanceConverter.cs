using System.Text.Json;
using System.Text.Json.Serialization;
using Plimsoll.Model.KernelTimes;

namespace Plimsoll.Planning.Reports;

/// <summary>Spells a provenance in snake_case (<c>extrapolated</c>).</summary>
internal sealed class ProvenanceConverter()
    : JsonStringEnumConverter<Provenance>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
