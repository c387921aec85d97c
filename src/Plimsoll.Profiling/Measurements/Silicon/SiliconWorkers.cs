namespace Plimsoll.Profiling.Measurements.Silicon;

/// <summary>The cells of one kind of worker; null where the cell is empty.</summary>
/// <param name="Batch">Sequences per attention data-parallel rank.</param>
/// <param name="Count">Workers; null in rows of one worker.</param>
/// <param name="Tp">Tensor parallel width.</param>
/// <param name="Pp">Pipeline stages.</param>
/// <param name="AttentionDp">Attention data-parallel ranks; 0 where the source had none.</param>
/// <param name="MoeTp">Tensor parallel width of the experts; 0 where the source had none.</param>
/// <param name="MoeEp">Expert parallel width; 0 where the source had none.</param>
internal sealed record SiliconWorkers(int? Batch, int? Count, int? Tp, int? Pp, int? AttentionDp, int? MoeTp, int? MoeEp)
{
    /// <summary>
    /// The cells that must be known and are not, by the ends of their column names. The rows of dense models leave the widths of experts
    /// and attention ranks empty or 0, which is 1.
    /// </summary>
    public IEnumerable<string> Missing(bool isPool)
    {
        if (Batch is null)
        {
            yield return "batch_size";
        }

        if (isPool && Count is null)
        {
            yield return "num_workers";
        }

        if (Tp is null or 0)
        {
            yield return "tp_size";
        }

        if (Pp is null or 0)
        {
            yield return "pp_size";
        }

        if (isPool && AttentionDp is null)
        {
            yield return "attention_dp_size";
        }

        if (MoeTp is null)
        {
            yield return "moe_tp_size";
        }

        if (MoeEp is null)
        {
            yield return "moe_ep_size";
        }
    }
}
