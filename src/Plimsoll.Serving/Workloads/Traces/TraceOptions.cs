namespace Plimsoll.Serving.Workloads.Traces;

/// <summary>What the rows of a trace are checked against.</summary>
/// <param name="SequenceTokens">Longest prompt and answer together that the engine serves.</param>
/// <param name="BlockTokens">Tokens of a block that one hash id of a Mooncake trace stands for.</param>
/// <param name="LengthsOnly">Whether only lengths are wanted, so that times and sessions do not matter.</param>
public sealed record TraceOptions(int SequenceTokens = int.MaxValue, int BlockTokens = 512, bool LengthsOnly = false);
