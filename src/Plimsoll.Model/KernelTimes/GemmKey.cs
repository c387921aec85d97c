using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.KernelTimes;

/// <summary>A dense projection of m rows: [m × k] · [k × n].</summary>
/// <param name="Quant">Number format.</param>
/// <param name="N">Output width on this GPU.</param>
/// <param name="K">Input width on this GPU.</param>
/// <param name="InputAlreadyQuantised">The preceding kernel wrote the low-precision input, so quantising it is not charged again.</param>
public readonly record struct GemmKey(GemmQuant Quant, int N, int K, bool InputAlreadyQuantised = false);
