namespace Plimsoll.Model.KernelTimes.Transfer;

/// <summary>What may be carried over, and what that is wrong by.</summary>
/// <param name="Donors">Where times may come from; also the very backend and GPU that are asked about, for their other formats.</param>
/// <param name="Errors">What transferring is wrong by.</param>
public sealed record TransferKnowledge(IReadOnlyList<TransferDonor> Donors, TransferErrors Errors);
