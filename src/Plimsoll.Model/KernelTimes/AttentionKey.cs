using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.KernelTimes;

/// <summary>Grouped-query attention on one GPU.</summary>
/// <param name="Heads">Local query heads.</param>
/// <param name="KvHeads">Local key/value heads.</param>
/// <param name="HeadDim">Width of a head.</param>
/// <param name="Kv">Storage of the cache.</param>
/// <param name="Fmha">Arithmetic of prefill attention (ignored for decode).</param>
/// <param name="Window">Sliding window in tokens; 0 = all.</param>
public readonly record struct AttentionKey(int Heads, int KvHeads, int HeadDim, KvQuant Kv, FmhaQuant Fmha, int Window = 0);
