using System.Numerics;
using Plimsoll.Model.Models;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Profiling.Measurements.Silicon;

/// <summary>The layout of a row, corrected where the table is known to be wrong.</summary>
internal static class SiliconLayout
{
    private const int QuantBlock = 128;

    /// <summary>
    /// The widths of a row's cells. <c>moe_tp_size</c> = <c>moe_ep_size</c> above 1 with their product as the width of attention is a run with
    /// attention and experts both spread over <c>moe_ep_size</c> GPUs, as the rows' ids say.
    /// </summary>
    /// <param name="cells">The cells.</param>
    /// <param name="model">The model; null when nothing is known of it, which counts as a mixture of experts.</param>
    /// <param name="corrections">Receives a sentence for each correction.</param>
    public static StatedParallelism Read(SiliconWorkers cells, ModelSpec? model, ICollection<string> corrections)
    {
        var (tp, pp, dp) = (cells.Tp ?? 1, cells.Pp ?? 1, Math.Max(1, cells.AttentionDp ?? 1));
        if (model is { IsMoe: false })
        {
            return new StatedParallelism(tp, pp, dp);
        }

        var (moeTp, moeEp) = (NullIfZero(cells.MoeTp), NullIfZero(cells.MoeEp));
        if (moeTp is > 1 && moeTp == moeEp && tp * dp == moeTp * moeEp && (tp == 1 || dp == 1))
        {
            corrections.Add($"tp {tp}, dp {dp} with moe tp {moeTp} and ep {moeEp} was a run on {moeEp} GPUs with ep {moeEp}");
            return new StatedParallelism(tp == 1 ? 1 : moeEp.Value, pp, dp == 1 ? 1 : moeEp.Value, 1, moeEp);
        }

        var experts = (moeTp ?? 1) * (moeEp ?? 1);
        if (cells.AttentionDp is null && experts > tp && experts % tp == 0)
        {
            corrections.Add($"tp {tp} with experts over {experts} GPUs and attention_dp_size empty was a run with tp {experts}");
            tp = experts;
        }

        if (moeTp is > 1 && moeEp is null or 1 && CannotSplit(model, moeTp.Value))
        {
            corrections.Add($"experts of {model!.Id} cannot be cut into {moeTp} parts of whole quantisation blocks: they were spread by expert parallelism");
            (moeTp, moeEp) = (1, moeTp);
        }

        return new StatedParallelism(tp, pp, dp, moeTp, moeEp);
    }

    /// <summary>Why no engine can have such a layout, or null when one can.</summary>
    public static string? Impossible(StatedParallelism layout, ModelSpec? model)
    {
        foreach (var attention in model?.LayerGroups.Select(group => group.Attention).OfType<GroupedQueryAttention>() ?? [])
        {
            if (attention.Heads % layout.Tp != 0)
            {
                return $"{attention.Heads} attention heads do not divide by tp {layout.Tp}: the GPU count of a job, not a width";
            }
        }

        if (!BitOperations.IsPow2(layout.Tp))
        {
            return $"tp {layout.Tp} divides no head count of these models: the GPU count of a job, not a width";
        }

        return layout is { MoeTp: { } moeTp, MoeEp: { } moeEp } && moeTp * moeEp != layout.Tp * layout.Dp
            ? $"attention spans {layout.Tp * layout.Dp} GPUs, experts {moeTp * moeEp}"
            : null;
    }

    private static bool CannotSplit(ModelSpec? model, int parts) =>
        model is { Quantization.Moe: MoeQuant.Fp8Block }
        && model.LayerGroups.Select(group => group.FeedForward).OfType<MixtureOfExperts>().Any(experts => experts.IntermediateSize % (parts * QuantBlock) != 0);

    private static int? NullIfZero(int? width) => width is 0 ? null : width;
}
