namespace Plimsoll.Model.KernelTimes.Exchanges;

/// <summary>
/// An all-to-all among the ranks of an expert-parallel group, each with its own tokens (DeepEP and its kin). Its curve runs over the tokens of one rank.
/// </summary>
/// <param name="Direction">There or back.</param>
/// <param name="Gpus">Ranks of the group.</param>
/// <param name="Experts">Experts of the layer.</param>
/// <param name="TopK">Experts of a token.</param>
/// <param name="HiddenSize">Values of a token.</param>
/// <param name="BytesPerValue">Bytes of a value on the wire, scales included.</param>
public readonly record struct ExpertExchangeKey(
    ExchangeDirection Direction, int Gpus, int Experts, int TopK, int HiddenSize, double BytesPerValue);
