namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>Names what of a model pricing does not cover: unpriced layers first, then features that single keys reveal.</summary>
internal static class UnsupportedFeatures
{
    /// <summary>One phrase per feature, with its sizes.</summary>
    public static List<string> Find(ConfigFields root, ConfigFields text, Architecture architecture, IReadOnlyList<LayerGroup> groups)
    {
        var features = new List<string>();
        if (architecture.Unsupported is { } reason)
        {
            features.Add(reason);
        }

        var layers = groups.Sum(group => group.Count);
        foreach (var kind in groups.Where(group => group.Attention is UnpricedAttention)
            .GroupBy(group => ((UnpricedAttention)group.Attention!).What, StringComparer.Ordinal))
        {
            var count = kind.Sum(group => group.Count);
            features.Add(count == layers ? kind.Key : $"{kind.Key} in {count} of {layers} layers");
        }

        AddSized(features, text, "num_kv_shared_layers", "a KV cache shared between layers");
        AddSized(features, text, "hidden_size_per_layer_input", "embeddings of every layer");
        if (text.Has("num_key_value_heads_per_layer"))
        {
            features.Add("key/value heads that differ per layer (num_key_value_heads_per_layer)");
        }

        if (text.Has("cross_attention_layers"))
        {
            features.Add("cross-attention layers (cross_attention_layers)");
        }

        if (root.Flag("is_encoder_decoder") is true)
        {
            features.Add("an encoder and a decoder (is_encoder_decoder)");
        }

        return features;
    }

    private static void AddSized(List<string> features, ConfigFields text, string key, string feature)
    {
        if (text.Whole(SizeLimit.Width, key) is { } size and > 0)
        {
            features.Add($"{feature} ({key} {size})");
        }
    }
}
