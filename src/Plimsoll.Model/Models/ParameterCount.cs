namespace Plimsoll.Model.Models;

/// <summary>
/// Parameters of a model, summed from its shape: projections, experts, router, embeddings and norms. Biases (below 0.1 %)
/// and parts that are not priced (a vision tower) are not in it.
/// </summary>
public static class ParameterCount
{
    /// <summary>All parameters.</summary>
    public static double Total(ModelSpec model) => Ends(model) + Layers(model, everyExpert: true);

    /// <summary>Parameters that one token passes: of the experts only the chosen and the shared ones.</summary>
    public static double Active(ModelSpec model) => Ends(model) + Layers(model, everyExpert: false);

    private static double Ends(ModelSpec model)
    {
        var embeddings = (model.TiedEmbeddings ? 1.0 : 2.0) * model.VocabularySize;
        return ((embeddings + model.LearnedPositions + 1) * model.HiddenSize);
    }

    private static double Layers(ModelSpec model, bool everyExpert)
    {
        double sum = 0;
        foreach (var group in model.LayerGroups)
        {
            sum += group.Count * (Attention(group.Attention, model.HiddenSize) + FeedForward(group.FeedForward, model.HiddenSize, everyExpert));
        }

        return sum;
    }

    private static double Attention(AttentionBlock? block, int hidden) => block is null ? 0 : block.Weights(hidden, tp: 1).Total + hidden;

    private static double FeedForward(FeedForwardBlock? block, double hidden, bool everyExpert) => block switch
    {
        DenseFeedForward dense => hidden + (Matrices(dense.Gated) * hidden * dense.IntermediateSize),
        MixtureOfExperts moe => hidden + (hidden * moe.Experts)
            + (Matrices(moe.Gated) * (everyExpert ? moe.Experts : moe.TopK) * moe.IntermediateSize * moe.WidthOf((int)hidden))
            + (Matrices(moe.Gated) * hidden * moe.SharedIntermediateSize) + (2 * hidden * moe.LatentSize),
        _ => 0,
    };

    private static double Matrices(bool gated) => gated ? 3 : 2;
}
