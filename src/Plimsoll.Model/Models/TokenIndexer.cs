namespace Plimsoll.Model.Models;

/// <summary>A small attention in fp8 that scores all earlier tokens of a sequence and chooses those that the real attention reads.</summary>
/// <param name="Heads">Scoring heads; the same on every GPU.</param>
/// <param name="Dim">Width of a scoring head and of the one key that is cached per token.</param>
/// <param name="TopK">Tokens (or compressed entries) chosen per query.</param>
/// <param name="Reuses">Whether the layer takes over what an earlier layer chose, and scores nothing itself (GLM-5.2).</param>
public sealed record TokenIndexer(int Heads, int Dim, int TopK, bool Reuses = false)
{
    // Keys are stored in fp8 with one four-byte scale per 128 values.
    private const int ScaledValues = 128;

    /// <summary>The numbers of catalogue lines.</summary>
    public IReadOnlyList<BlockFact> Facts =>
        [new("indexHeads", Heads), new("indexDim", Dim), new("indexTopK", TopK), new("indexReuses", Reuses ? 1 : 0)];

    /// <summary>Bytes that are cached of one token; none where the layer scores nothing.</summary>
    public double CacheBytesPerToken => Reuses ? 0 : Dim + (4.0 * ((Dim + ScaledValues - 1) / ScaledValues));

    /// <summary>Values of its matrices: queries from the query latent, one key and the head weights from the residual stream.</summary>
    public double Weights(int hidden, int queryRank) =>
        Reuses ? 0 : ((double)queryRank * Heads * Dim) + ((double)hidden * (Dim + Heads));
}
