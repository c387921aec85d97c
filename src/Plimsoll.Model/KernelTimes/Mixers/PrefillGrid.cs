namespace Plimsoll.Model.KernelTimes.Mixers;

/// <summary>Times of a mixer's prefill on a full grid.</summary>
/// <param name="Cached">Cached tokens, increasing from 0.</param>
/// <param name="Lengths">New tokens, increasing.</param>
/// <param name="Batches">Sequences, increasing.</param>
/// <param name="Ms">Milliseconds: <c>ms[(cached · lengths + length) · batches + batch]</c>.</param>
public sealed record PrefillGrid(double[] Cached, double[] Lengths, double[] Batches, double[] Ms);
