namespace Plimsoll.Serving.Simulation;

/// <summary>
/// One rank's side of one pipeline lane: the sequences that decode in it, the step in flight, and what the step before brought whose tokens
/// are not at the clients yet.
/// </summary>
internal sealed class RankLane(SequenceTable sequences, int blockTokens, SimulationObserver[] observers)
{
    /// <summary>The sequences that decode in this lane.</summary>
    public DecodeBatch Batch { get; } = new(sequences, blockTokens);

    /// <summary>The gaps between their tokens.</summary>
    public TokenPace Pace { get; } = new(observers);

    /// <summary>The step that is being planned or runs.</summary>
    public StepPlan Plan { get; private set; } = new();

    /// <summary>The step that ended last.</summary>
    public StepPlan Done { get; private set; } = new();

    /// <summary>Rows that got a token from <see cref="Done"/>.</summary>
    public int DoneRows { get; set; }

    /// <summary>Whether the tokens of <see cref="Done"/> have not left for the clients yet.</summary>
    public bool TokensPending { get; set; }

    /// <summary>The chain of sequences that <see cref="Done"/> ended and whose blocks are still held.</summary>
    public int Ended { get; set; } = Sequence.None;

    /// <summary>The running step is done; the next one may be planned.</summary>
    public void Turn()
    {
        (Plan, Done) = (Done, Plan);
        Plan.Clear();
        (DoneRows, Ended, TokensPending) = (0, Sequence.None, true);
    }
}
