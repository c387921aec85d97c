using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Atlas;
using Plimsoll.Planning.Reports;

namespace Plimsoll.Cli.Rendering;

/// <summary>Words of the reports' enumerations, spelled as in their JSON.</summary>
internal static class Words
{
    /// <summary>The word for a provenance.</summary>
    public static string Of(Provenance provenance) => provenance switch
    {
        Provenance.Measured => "measured",
        Provenance.Interpolated => "interpolated",
        Provenance.Fitted => "fitted",
        Provenance.Repaired => "repaired",
        Provenance.Extrapolated => "extrapolated",
        Provenance.Transferred => "transferred",
        Provenance.Roofline => "roofline",
        _ => throw new ArgumentOutOfRangeException(nameof(provenance), provenance, "no word for it"),
    };

    /// <summary>The word for a way of serving.</summary>
    public static string Of(ServingMode mode) => mode == ServingMode.Agg ? "agg" : "disagg";

    /// <summary>The word for a kernel of the atlas.</summary>
    public static string Of(AtlasOperator kernel) => kernel switch
    {
        AtlasOperator.Gemm => "gemm",
        AtlasOperator.PrefillAttention => "prefill_attention",
        AtlasOperator.DecodeAttention => "decode_attention",
        AtlasOperator.Moe => "moe",
        AtlasOperator.AllReduce => "all_reduce",
        AtlasOperator.Nccl => "nccl",
        _ => throw new ArgumentOutOfRangeException(nameof(kernel), kernel, "no word for it"),
    };

    /// <summary>A snake_case word as readers write it: <c>ttft_above_target</c> becomes <c>ttft above target</c>.</summary>
    public static string Spaced(string snakeCase) => snakeCase.Replace('_', ' ');
}
