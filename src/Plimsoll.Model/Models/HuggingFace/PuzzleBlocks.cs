namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>
/// Reads the per-layer blocks of models pruned by neural architecture search (<c>block_configs</c> of Nemotron Super and Ultra),
/// in which each layer has its own group size and width, or lacks a half.
/// </summary>
internal static class PuzzleBlocks
{
    /// <summary>The layers, or null when the configuration has no such blocks.</summary>
    /// <param name="text">The configuration.</param>
    /// <param name="hidden">Width of the residual stream.</param>
    /// <param name="unsupported">Receives what pricing does not cover.</param>
    public static List<LayerGroup>? Read(ConfigFields text, int hidden, List<string> unsupported)
    {
        if (text.Objects("block_configs") is not { } blocks)
        {
            return null;
        }

        if (blocks.Count > SizeLimit.Layers || blocks.Count != text.Whole(SizeLimit.Layers, "num_hidden_layers"))
        {
            text.Refuse("block_configs", $"has {blocks.Count} entries, which is not num_hidden_layers");
            return null;
        }

        var heads = text.Count(SizeLimit.Heads, fallback: null, "num_attention_heads");
        var dim = text.Whole(SizeLimit.HeadDim, "head_dim") ?? Math.Max(1, hidden / heads);
        var layers = new List<LayerGroup>(blocks.Count);
        foreach (var block in blocks)
        {
            layers.Add(new LayerGroup(1, Attention(block, heads, dim, unsupported), FeedForward(block, hidden, unsupported)));
        }

        return layers;
    }

    private static GroupedQueryAttention? Attention(ConfigFields block, int heads, int dim, List<string> unsupported)
    {
        if (block.Object("attention") is not { } attention)
        {
            block.Refuse("attention", "is missing");
            return null;
        }

        if (attention.Flag("no_op") is true || IsLinear(attention, "attention", unsupported))
        {
            return null;
        }

        var group = attention.Count(SizeLimit.Heads, fallback: null, "n_heads_in_group");
        if (heads % group != 0)
        {
            attention.Refuse("n_heads_in_group", $"{group} does not divide the {heads} heads");
        }

        return new GroupedQueryAttention(
            heads, Math.Max(1, heads / group), dim, Window: attention.Whole(SizeLimit.Positions, "window_length") ?? 0);
    }

    private static DenseFeedForward? FeedForward(ConfigFields block, int hidden, List<string> unsupported)
    {
        if (block.Object("ffn") is not { } ffn)
        {
            block.Refuse("ffn", "is missing");
            return null;
        }

        if (ffn.Flag("no_op") is true || IsLinear(ffn, "feed-forward", unsupported))
        {
            return null;
        }

        var multiple = ffn.Number("ffn_mult");
        if (multiple is null or <= 0 or > 64)
        {
            ffn.Refuse("ffn_mult", "must be a number above 0 and at most 64");
            return null;
        }

        return new DenseFeedForward(Width(multiple.Value, hidden));
    }

    /// <summary>Inner width of a block: two thirds of the multiple of the residual width, rounded up to a multiple of 256.</summary>
    internal static int Width(double multiple, int hidden) => ((int)(2 * multiple * hidden / 3) + 255) / 256 * 256;

    private static bool IsLinear(ConfigFields half, string name, List<string> unsupported)
    {
        if (half.Flag("replace_with_linear") is not true)
        {
            return false;
        }

        var reason = $"{name} parts replaced by one linear layer (replace_with_linear)";
        if (!unsupported.Contains(reason, StringComparer.Ordinal))
        {
            unsupported.Add(reason);
        }

        return true;
    }
}
