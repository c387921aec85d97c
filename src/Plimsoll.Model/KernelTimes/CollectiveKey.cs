using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.KernelTimes;

/// <summary>A collective among <paramref name="Gpus"/> GPUs; its curve runs over the number of elements.</summary>
/// <param name="Kind">The operation.</param>
/// <param name="Gpus">Group size.</param>
/// <param name="Quant">Number format on the wire.</param>
public readonly record struct CollectiveKey(CollectiveKind Kind, int Gpus, CommQuant Quant = CommQuant.Half);
