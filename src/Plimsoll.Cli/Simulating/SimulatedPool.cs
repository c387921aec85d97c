namespace Plimsoll.Cli.Simulating;

/// <summary>Workers of a run that are all alike, as a report says it.</summary>
/// <param name="Role"><c>agg</c>, <c>prefill</c> or <c>decode</c>.</param>
/// <param name="System">The kind of GPU node.</param>
/// <param name="Parallel">The layout, such as <c>tp4pp1</c>.</param>
/// <param name="Workers">How many.</param>
/// <param name="Gpus">GPUs of all of them.</param>
/// <param name="MaxBatchedTokens">Token budget of a step.</param>
/// <param name="MaxSequences">Sequences per attention rank.</param>
/// <param name="MaxSequenceTokens">Longest sequence.</param>
/// <param name="MemoryFraction">Share of memory, by the engine's own rule.</param>
/// <param name="KvBlockTokens">Tokens of a KV block.</param>
/// <param name="KvTokens">Tokens of KV cache per attention rank.</param>
internal sealed record SimulatedPool(
    string Role, string System, string Parallel, int Workers, int Gpus, int MaxBatchedTokens, int MaxSequences, int MaxSequenceTokens,
    double MemoryFraction, int KvBlockTokens, long KvTokens);
