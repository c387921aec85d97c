namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>One measured time of a mixer.</summary>
/// <param name="Step">Tokens before the measured ones.</param>
/// <param name="Length">Measured tokens of each sequence.</param>
/// <param name="Batch">Sequences.</param>
/// <param name="Ms">Milliseconds.</param>
internal readonly record struct MixerPoint(long Step, long Length, long Batch, double Ms);
