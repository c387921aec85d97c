namespace Plimsoll.Serving.Simulation;

/// <summary>One rank's side of one pipeline lane: the sequences that decode in it, the step in flight, and those that the last step ended.</summary>
internal sealed class RankLane(SequenceTable sequences, int blockTokens, SimulationObserver[] observers)
{
    /// <summary>The sequences that decode in this lane.</summary>
    public DecodeBatch Batch { get; } = new(sequences, blockTokens);

    /// <summary>The gaps between their tokens.</summary>
    public TokenPace Pace { get; } = new(observers);

    /// <summary>The step that is planned or runs.</summary>
    public StepPlan Plan { get; } = new();

    /// <summary>The chain of sequences that the last step ended and whose blocks are still held.</summary>
    public int Ended { get; set; } = Sequence.None;
}
