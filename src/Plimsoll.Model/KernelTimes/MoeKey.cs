using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.KernelTimes;

/// <summary>Routed experts as one GPU of the expert group computes them.</summary>
/// <param name="Quant">Number format.</param>
/// <param name="Experts">Routed experts of the layer, all GPUs.</param>
/// <param name="TopK">Experts per token.</param>
/// <param name="HiddenSize">Width of the residual stream.</param>
/// <param name="IntermediateSize">Inner width of one expert, before splitting.</param>
/// <param name="MoeTp">Tensor parallel width inside experts.</param>
/// <param name="MoeEp">Expert parallel width.</param>
/// <param name="Distribution">How tokens spread over experts, as the tables name it: <c>balanced</c>, <c>power_law_1.01</c>, <c>power_law_1.2</c>.</param>
/// <param name="Gated">Whether experts have a gate projection.</param>
public readonly record struct MoeKey(
    MoeQuant Quant,
    int Experts,
    int TopK,
    int HiddenSize,
    int IntermediateSize,
    int MoeTp,
    int MoeEp,
    string Distribution,
    bool Gated = true);
