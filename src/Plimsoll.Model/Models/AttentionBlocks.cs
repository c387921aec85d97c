namespace Plimsoll.Model.Models;

/// <summary>The kinds of blocks by the names of catalogue lines.</summary>
internal static class AttentionBlocks
{
    /// <summary>The block of a kind with the given facts; null when the kind is unknown.</summary>
    /// <param name="kind">The name of the kind.</param>
    /// <param name="fact">Gives the number of a fact; 0 when the line leaves it out.</param>
    public static AttentionBlock? Of(string kind, Func<string, int> fact) => kind switch
    {
        "grouped" => new GroupedQueryAttention(fact("heads"), fact("kvHeads"), fact("headDim"), fact("qkNorm") != 0, fact("window"))
        {
            ValueDim = fact("valueDim"),
            Gate = (OutputGate)fact("outputGate"),
            KeysAreValues = fact("keysAreValues") != 0,
        },
        "latent" => new LatentAttention(
            fact("heads"), fact("queryRank"), fact("kvRank"), fact("nopeDim"), fact("ropeDim"), fact("valueDim"), Indexer(fact))
        {
            Gated = fact("outputGate") != 0,
        },
        "recurrent" => new RecurrentMixer(
            (RecurrentKind)fact("rule"), fact("keyHeads"), fact("valueHeads"), fact("keyDim"), fact("valueDim"), fact("convKernel")),
        "blockSparse" => new BlockSparseAttention(
            fact("heads"), fact("kvHeads"), fact("headDim"), fact("indexHeads"), fact("indexDim"), fact("blocks"), fact("blockTokens")),
        "compressed" => new CompressedAttention(
            fact("heads"), fact("headDim"), fact("queryRank"), fact("window"), fact("ratio"), fact("outputGroups"), fact("outputRank"), Indexer(fact)),
        _ => null,
    };

    private static TokenIndexer? Indexer(Func<string, int> fact) =>
        fact("indexTopK") == 0 ? null : new TokenIndexer(fact("indexHeads"), fact("indexDim"), fact("indexTopK"), fact("indexReuses") != 0);
}
