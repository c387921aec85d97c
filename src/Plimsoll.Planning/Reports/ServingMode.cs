using System.Text.Json.Serialization;

namespace Plimsoll.Planning.Reports;

/// <summary>A way of serving.</summary>
public enum ServingMode
{
    /// <summary>Aggregated: each worker prefills and decodes.</summary>
    [JsonStringEnumMemberName("agg")]
    Agg,

    /// <summary>Disaggregated: prefill workers hand prompts over to decode workers.</summary>
    [JsonStringEnumMemberName("disagg")]
    Disagg,
}
