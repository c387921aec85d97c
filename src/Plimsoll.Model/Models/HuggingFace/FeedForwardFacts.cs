using System.Text.Json;

namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>Reads the feed-forward part of every layer, dense or of experts.</summary>
internal static class FeedForwardFacts
{
    /// <summary>One feed-forward part per layer; null where the layer has none.</summary>
    public static FeedForwardBlock?[] Read(ConfigFields text, Architecture architecture, LayerKinds kinds, int hidden)
    {
        var experts = text.Whole(SizeLimit.Experts, "num_local_experts", "n_routed_experts", "moe_num_experts", "num_experts") ?? 0;
        var routed = experts > 0 ? ReadExperts(text, architecture, experts) : null;
        var routes = experts > 0 ? ExpertLayers(text) : _ => false;
        DenseFeedForward? dense = null;
        var layers = new FeedForwardBlock?[kinds.Count];
        for (var layer = 0; layer < layers.Length; layer++)
        {
            if (kinds.HasFeedForward(layer))
            {
                layers[layer] = routed is not null && routes(layer) && !kinds.IsDense(layer)
                    ? routed
                    : dense ??= ReadDense(text, architecture, hidden);
            }
        }

        return layers;
    }

    private static DenseFeedForward ReadDense(ConfigFields text, Architecture architecture, int hidden)
    {
        // Models with experts give dense layers a width of their own.
        var width = text.Whole(SizeLimit.Width, "dense_intermediate_size", "intermediate_size_mlp") ?? 0;
        if (width == 0)
        {
            int? fallback = architecture.WidthIsFourTimesHidden ? 4 * hidden : null;
            width = text.Count(SizeLimit.Width, fallback, "intermediate_size", "n_inner", "ffn_dim");
        }

        return new DenseFeedForward(width, architecture.Gated);
    }

    private static MixtureOfExperts ReadExperts(ConfigFields text, Architecture architecture, int experts)
    {
        var topK = text.Count(
            SizeLimit.Experts, fallback: null, "num_experts_per_tok", "num_experts_per_token", "experts_per_token", "top_k_experts", "moe_top_k");
        if (topK > experts)
        {
            text.Refuse("num_experts_per_tok", $"chooses {topK} of {experts} experts");
        }

        var width = text.Count(SizeLimit.Width, fallback: null, "moe_intermediate_size", "expert_intermediate_size", "intermediate_size");
        var latent = text.Whole(SizeLimit.Width, "moe_latent_size", "routed_expert_hidden_size") ?? 0;
        return new MixtureOfExperts(experts, topK, width, SharedWidth(text, architecture, width), architecture.Gated, latent);
    }

    private static int SharedWidth(ConfigFields text, Architecture architecture, int expertWidth)
    {
        if (architecture.SharedExpertOfFullWidth)
        {
            return text.Count(SizeLimit.Width, fallback: null, "intermediate_size");
        }

        var stated = text.Whole(
            SizeLimit.Width,
            "shared_expert_intermediate_size",
            "moe_shared_expert_intermediate_size",
            "shared_intermediate_size",
            "share_expert_dim");
        if (stated is { } width)
        {
            return width;
        }

        var shared = (long)(text.Whole(SizeLimit.Experts, "n_shared_experts", "num_shared_experts") ?? 0) * expertWidth;
        if (shared > SizeLimit.Width)
        {
            text.Refuse("n_shared_experts", $"makes the shared experts {shared} wide; at most {SizeLimit.Width}");
        }

        return (int)Math.Min(shared, SizeLimit.Width);
    }

    // The ways in which configurations say which layers have experts, most explicit first.
    private static Func<int, bool> ExpertLayers(ConfigFields text)
    {
        if (text.KindOf("mlp_layer_types") == JsonValueKind.Array && text.Texts("mlp_layer_types") is { } types)
        {
            return layer => layer >= types.Count || types[layer] == "sparse";
        }

        if (text.KindOf("moe_layer_freq") == JsonValueKind.Array && text.Integers("moe_layer_freq") is { } flags)
        {
            return layer => layer >= flags.Count || flags[layer] != 0;
        }

        if (text.Integers("moe_layers") is { Count: > 0 } listed)
        {
            var layers = listed.ToHashSet();
            return layers.Contains;
        }

        if (text.Whole(SizeLimit.Layers, "interleave_moe_layer_step") is { } interleave and > 0)
        {
            return layer => (layer + 1) % interleave == 0;
        }

        if (text.Whole(SizeLimit.Layers, "decoder_sparse_step") is { } step)
        {
            var dense = text.Integers("mlp_only_layers")?.ToHashSet() ?? [];
            return layer => step > 0 && (layer + 1) % step == 0 && !dense.Contains(layer);
        }

        var firstDense = text.Whole(SizeLimit.Layers, "first_k_dense_replace") ?? 0;
        var frequency = Math.Max(1, text.Whole(SizeLimit.Layers, "moe_layer_freq") ?? 1);
        return layer => layer >= firstDense && layer % frequency == 0;
    }
}
