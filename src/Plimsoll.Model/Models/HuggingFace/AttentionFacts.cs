namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>Reads the attention, or the recurrence in its place, of every layer.</summary>
internal static class AttentionFacts
{
    /// <summary>One block per layer; an <see cref="UnpricedAttention"/> where the layer mixes tokens in a way that is not priced.</summary>
    public static AttentionBlock?[] Read(ConfigFields text, Architecture architecture, LayerKinds kinds, int hidden, int positions)
    {
        var latent = LatentFacts.Read(text);
        var (recurrent, sparse) = (new RecurrentFacts(text), new SparseFacts(text));
        var windows = new LayerWindows(text, architecture, kinds, positions);
        GroupedQueryFacts? grouped = null;
        var layers = new AttentionBlock?[kinds.Count];
        for (var layer = 0; layer < layers.Length; layer++)
        {
            var kind = kinds.TypeOf(layer);
            layers[layer] = !kinds.HasMixer(layer) ? null
                : recurrent.Of(layer, kind) is { } recurrence ? recurrence
                : Unpriced(architecture, kind) is { } unpriced ? unpriced
                : sparse.Of(layer) is { } few ? few
                : latent is not null ? latent.Of(layer)
                : (grouped ??= new GroupedQueryFacts(text, architecture, hidden)).Of(layer, kind) with { Window = windows.Of(layer) };
        }

        return layers;
    }

    private static UnpricedAttention? Unpriced(Architecture architecture, string? kind) =>
        architecture.UnpricedAttention is { } reason ? new UnpricedAttention(reason)
        : kind is null or "full_attention" or "sliding_attention" or "chunked_attention" or "attention" or "deepseek_sparse_attention" ? null
        : new UnpricedAttention($"layers of the kind '{kind}'");
}
