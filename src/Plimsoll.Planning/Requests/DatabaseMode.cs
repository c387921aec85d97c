using System.Text.Json.Serialization;

namespace Plimsoll.Planning.Requests;

/// <summary>Which kernel times may answer.</summary>
public enum DatabaseMode
{
    /// <summary>Measured times and what is fitted to or interpolated between them.</summary>
    [JsonStringEnumMemberName("silicon")]
    Silicon,

    /// <summary>As silicon; where nothing was measured, times transferred from other shapes, versions or types.</summary>
    [JsonStringEnumMemberName("hybrid")]
    Hybrid,

    /// <summary>Roofline bounds scaled by measured efficiencies.</summary>
    [JsonStringEnumMemberName("empirical")]
    Empirical,

    /// <summary>Roofline bounds alone ("speed of light").</summary>
    [JsonStringEnumMemberName("sol")]
    Sol,
}
