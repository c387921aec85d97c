namespace Plimsoll.Planning.Reports;

/// <summary>What a plan says about its model.</summary>
/// <param name="Id">The name under which it was asked for.</param>
/// <param name="Architecture">The architecture class.</param>
/// <param name="IsMoe">Whether tokens are routed to experts.</param>
/// <param name="Layers">Layers.</param>
/// <param name="GemmQuant">Format of dense projections.</param>
/// <param name="MoeQuant">Format of experts; null for dense models.</param>
/// <param name="KvCacheQuant">Format of the KV cache.</param>
/// <param name="FmhaQuant">Arithmetic of prefill attention.</param>
/// <param name="CommQuant">Format of collectives.</param>
public sealed record ModelSummary(
    string Id,
    string Architecture,
    bool IsMoe,
    int Layers,
    string GemmQuant,
    string? MoeQuant,
    string KvCacheQuant,
    string FmhaQuant,
    string CommQuant);
