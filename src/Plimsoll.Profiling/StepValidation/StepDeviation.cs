namespace Plimsoll.Profiling.StepValidation;

/// <summary>One row that deviates, for looking into.</summary>
/// <param name="Id">The row's number in the file.</param>
/// <param name="Row">The row in words.</param>
/// <param name="PeerMs">The peer's price, ms.</param>
/// <param name="OursMs">Our price, ms.</param>
/// <param name="Pct">Deviation, percent of the peer's.</param>
public sealed record StepDeviation(int Id, string Row, double PeerMs, double OursMs, double Pct);
