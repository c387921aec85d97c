using System.Text.Json;

namespace Plimsoll.EndToEnd.Tests.Oracles;

/// <summary>The best row of one way of serving in our report.</summary>
public sealed record OurRow(string Parallel, double TokensPerSPerGpu, double TtftMs, double TpotMs, string Provenance)
{
    /// <summary>The first ranked row; null when the mode has none.</summary>
    public static OurRow? Of(JsonElement report, string mode)
    {
        if (!report.TryGetProperty(mode, out var plan) || plan.ValueKind != JsonValueKind.Object
            || plan.GetProperty("ranked").GetArrayLength() == 0)
        {
            return null;
        }

        var row = plan.GetProperty("ranked")[0];
        return new OurRow(
            row.GetProperty("parallel").GetString()!,
            row.GetProperty("tokens_per_s_per_gpu").GetDouble(),
            row.GetProperty("ttft_ms").GetDouble(),
            row.GetProperty("tpot_ms").GetDouble(),
            row.GetProperty("provenance").GetString() ?? "");
    }

    /// <summary>As the page shows it.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{TokensPerSPerGpu:F0} tok/s/GPU, {TtftMs:F0} / {TpotMs:F1} ms, {Parallel} ({Provenance})");
}
