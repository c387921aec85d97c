using System.Text.Json.Serialization;

namespace Plimsoll.Planning.Requests;

/// <summary>Which ways of serving a plan considers.</summary>
public enum ServingModeChoice
{
    /// <summary>Aggregated and disaggregated; the better one is chosen.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>Only workers that prefill and decode.</summary>
    [JsonStringEnumMemberName("agg")]
    Agg,

    /// <summary>Only separate prefill and decode workers.</summary>
    [JsonStringEnumMemberName("disagg")]
    Disagg,
}
