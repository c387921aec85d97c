using System.Text.Json.Serialization;

namespace Plimsoll.Planning.Requests;

/// <summary>Which kernel times may answer.</summary>
public enum DatabaseMode
{
    /// <summary>
    /// Measured times, what is fitted to or interpolated between them, and what is transferred from other shapes, versions, number formats,
    /// backends and GPUs; a kernel that was measured nowhere is refused.
    /// </summary>
    [JsonStringEnumMemberName("silicon")]
    Silicon,

    /// <summary>As silicon; a kernel that was measured nowhere is priced by its roofline.</summary>
    [JsonStringEnumMemberName("hybrid")]
    Hybrid,

    /// <summary>Roofline bounds scaled by measured efficiencies.</summary>
    [JsonStringEnumMemberName("empirical")]
    Empirical,

    /// <summary>Roofline bounds alone ("speed of light").</summary>
    [JsonStringEnumMemberName("sol")]
    Sol,
}
