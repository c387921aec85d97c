namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>Weights of the vision part of a multimodal model, which are loaded (in bf16) but idle while text is served.</summary>
internal static class VisionTower
{
    private const double BytesPerWeight = 2;

    /// <summary>Bytes of the tower's weights; null when its configuration does not state the sizes.</summary>
    /// <remarks>
    /// A vision transformer layer has 4·w² attention and 2·w·i (3·w·i with a gate, Qwen2.5-VL) feed-forward weights. Around the
    /// layers stand the patch embedding (channels · time · patch²· w), learned positions and, in Qwen's towers, mergers of
    /// m² patches into one token: two matrices (w·m²)² and w·m²·out, one set per tapped layer and one at the end.
    /// </remarks>
    public static double? WeightBytes(ConfigFields vision)
    {
        var layers = vision.Whole(SizeLimit.Layers, "depth", "num_hidden_layers", "vt_num_hidden_layers", "num_layers");
        var width = vision.Whole(SizeLimit.Width, "hidden_size", "vt_hidden_size", "embed_dim");
        var inner = vision.Whole(SizeLimit.Width, "intermediate_size", "vt_intermediate_size");
        if (layers is null || width is null || inner is null)
        {
            return null;
        }

        double w = width.Value;
        var matrices = vision.Text("hidden_act") == "silu" ? 3 : 2;
        var blocks = layers.Value * ((4 * w * w) + (matrices * w * inner.Value));
        return BytesPerWeight * (blocks + Patches(vision, w) + Mergers(vision, w));
    }

    private static double Patches(ConfigFields vision, double width)
    {
        double patch = vision.Whole(SizeLimit.Width, "patch_size") ?? 0;
        double channels = vision.Whole(SizeLimit.Width, "in_channels", "in_chans", "num_channels") ?? 3;
        double frames = vision.Whole(SizeLimit.Width, "temporal_patch_size") ?? 1;
        double positions = vision.Whole(SizeLimit.Positions, "num_position_embeddings", "position_embedding_size") ?? 0;
        return width * ((channels * frames * patch * patch) + positions);
    }

    private static double Mergers(ConfigFields vision, double width)
    {
        if (vision.Whole(SizeLimit.Width, "out_hidden_size") is not { } output)
        {
            return 0;
        }

        double merge = vision.Whole(SizeLimit.Layers, "spatial_merge_size") ?? 1;
        var merged = width * merge * merge;
        var count = 1 + (vision.Integers("deepstack_visual_indexes")?.Count ?? 0);
        return count * ((merged * merged) + (merged * output));
    }
}
