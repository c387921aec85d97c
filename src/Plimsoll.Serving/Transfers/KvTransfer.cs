namespace Plimsoll.Serving.Transfers;

/// <summary>One prompt's KV cache on its way.</summary>
/// <param name="Id">Which one: the number that it was asked for with.</param>
/// <param name="From">Index of the prefill worker.</param>
/// <param name="To">Index of the decode worker.</param>
/// <param name="Bytes">What moves.</param>
/// <param name="StartMs">When it was asked for; waiting for a free place counts from here.</param>
/// <param name="EndMs">When it was there; meaningful once it is.</param>
public readonly record struct KvTransfer(long Id, int From, int To, double Bytes, double StartMs, double EndMs);
