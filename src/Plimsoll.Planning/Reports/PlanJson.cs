using System.Text.Json.Serialization;
using Plimsoll.Planning.Requests;

namespace Plimsoll.Planning.Reports;

/// <summary>Reads and writes requests and reports as snake_case JSON without reflection; the source of their JSON Schemas.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    UseStringEnumConverter = true,
    Converters = [typeof(ProvenanceConverter)],
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PlanReport))]
[JsonSerializable(typeof(PlanRequest))]
[JsonSerializable(typeof(PlanDraft))]
public sealed partial class PlanJson : JsonSerializerContext;
