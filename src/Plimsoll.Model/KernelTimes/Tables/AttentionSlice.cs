namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>The categories that one measured attention grid shares.</summary>
/// <param name="Format">Arithmetic of prefill attention as the table names it; the same for all decode rows.</param>
/// <param name="Kv">Storage of the cache as the table names it.</param>
/// <param name="KvHeads">Local key/value heads; 0 where each query head has its own.</param>
/// <param name="HeadDim">Width of a head.</param>
/// <param name="Window">Sliding window; 0 = all.</param>
internal readonly record struct AttentionSlice(string Format, string Kv, int KvHeads, int HeadDim, int Window)
{
    /// <summary>The slice that a query belongs to.</summary>
    public static AttentionSlice Of(in AttentionKey key, bool prefill) => new(
        prefill ? Quantization.QuantizationNames.Name(key.Fmha) : "",
        Quantization.QuantizationNames.Name(key.Kv),
        key.KvHeads == key.Heads ? 0 : key.KvHeads,
        key.HeadDim,
        key.Window);

    /// <summary>
    /// How far another slice is, in octaves; a change of number format, window or head sharing counts more than a change of size.
    /// </summary>
    public double DistanceTo(in AttentionSlice other) =>
        (Format == other.Format ? 0 : 3)
        + (Kv == other.Kv ? 0 : 2)
        + (Window == other.Window ? 0 : Window > 0 && other.Window > 0 ? 0.5 + (0.5 * Math.Abs(Math.Log2((double)Window / other.Window))) : 2)
        + (KvHeads == 0 == (other.KvHeads == 0) ? 0 : 1.5)
        + Math.Abs(Math.Log2(Math.Max(1.0, KvHeads) / Math.Max(1, other.KvHeads)))
        + (1.5 * Math.Abs(Math.Log2((double)HeadDim / other.HeadDim)));

    /// <summary>The query as it would have to be to lie in this slice.</summary>
    public AttentionKey Restate(in AttentionKey key)
    {
        var kv = Quantization.QuantizationNames.TryParseKv(Kv, out var storage) ? storage : key.Kv;
        var fmha = Quantization.QuantizationNames.TryParseFmha(Format, out var arithmetic) ? arithmetic : key.Fmha;
        return key with { Kv = kv, Fmha = fmha, KvHeads = KvHeads == 0 ? key.Heads : KvHeads, HeadDim = HeadDim, Window = Window };
    }
}
