namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>Reads the attention of every layer.</summary>
internal static class AttentionFacts
{
    /// <summary>One attention per layer; an <see cref="UnpricedAttention"/> where the layer mixes tokens in another way.</summary>
    public static AttentionBlock?[] Read(ConfigFields text, Architecture architecture, LayerKinds kinds, int hidden, int positions)
    {
        GroupedQueryAttention? common = null;
        var latent = LatentFacts.Read(text);
        var mixers = new UnpricedMixers(text, architecture, kinds);
        var windows = new LayerWindows(text, architecture, kinds, positions);
        var layers = new AttentionBlock?[kinds.Count];
        for (var layer = 0; layer < layers.Length; layer++)
        {
            layers[layer] = !kinds.HasMixer(layer) ? null
                : mixers.Find(layer) is { } unpriced ? new UnpricedAttention(unpriced)
                : latent is not null ? latent.Of(layer)
                : (common ??= ReadCommon(text, architecture, hidden)) with { Window = windows.Of(layer) };
        }

        return layers;
    }

    private static GroupedQueryAttention ReadCommon(ConfigFields text, Architecture architecture, int hidden)
    {
        var defaults = architecture.Defaults;
        var heads = text.Count(SizeLimit.Heads, defaults.Heads, "num_attention_heads", "n_head", "num_heads");
        var kvHeads = text.Whole(SizeLimit.Heads, "num_key_value_heads", "num_kv_heads") ?? defaults.KvHeads;
        if (kvHeads is null or 0)
        {
            kvHeads = text.Flag("multi_query") ?? architecture.MultiQueryByDefault ? 1 : heads;
        }

        var dim = text.Whole(SizeLimit.HeadDim, "head_dim", "attention_head_dim") ?? defaults.HeadDim;
        if (dim is null or 0)
        {
            if (hidden % heads != 0 && !text.WasRefused("hidden_size"))
            {
                text.Refuse("num_attention_heads", $"{heads} heads do not divide the width {hidden}, and head_dim is not stated");
            }

            dim = Math.Max(1, hidden / heads);
        }

        var qkNorm = architecture.QkNorm || (text.Flag("use_qk_norm") ?? text.Flag("qk_layernorm") ?? false);
        return new GroupedQueryAttention(heads, kvHeads.Value, dim.Value, qkNorm);
    }
}
