using Plimsoll.Model.Models;

namespace Plimsoll.Model.Quantization.Checkpoints;

/// <summary>
/// Asks patterns about the linear layers of a model by the names that checkpoints give them, since the list of modules itself is
/// not in the configuration.
/// </summary>
internal sealed class ModuleProbe(ModulePatterns patterns, IReadOnlyList<LayerGroup> layers)
{
    private static readonly string[] AttentionContainers = ["self_attn", "attn", "attention", "mixer"];
    private static readonly string[] FeedForwardContainers = ["mlp", "block_sparse_moe", "feed_forward", "ffn", "mixer"];
    private static readonly string[] Projections = ["q_proj", "k_proj", "v_proj", "o_proj"];
    private static readonly string[] LatentProjections = ["q_a_proj", "q_b_proj", "kv_a_proj_with_mqa", "kv_b_proj", "o_proj"];
    private static readonly string[] Dense = ["gate_proj", "up_proj", "down_proj"];
    private static readonly string[] Experts = ["experts.0.gate_proj", "experts.0.up_proj", "experts.0.down_proj"];

    private static readonly string[] Shared = ["shared_experts.gate_proj", "shared_experts.up_proj", "shared_experts.down_proj"];
    private static readonly string[] SharedSingular = ["shared_expert.gate_proj", "shared_expert.up_proj", "shared_expert.down_proj"];

    private readonly string _prefix = patterns.LayerPrefix;

    /// <summary>Of the layers that have such modules: how many the patterns cover wholly, how many in part, and how many there are.</summary>
    public (int Whole, int Part, int All) Count(ModuleKind kind)
    {
        int whole = 0, part = 0, all = 0;
        for (var layer = 0; layer < layers.Count; layer++)
        {
            if (!Has(layers[layer], kind))
            {
                continue;
            }

            all++;
            var (covered, asked) = Coverage(kind, layer);
            whole += covered == asked ? 1 : 0;
            part += covered > 0 && covered < asked ? 1 : 0;
        }

        return (whole, part, all);
    }

    private (int Covered, int Asked) Coverage(ModuleKind kind, int layer)
    {
        var best = (Covered: 0, Asked: 1);
        var containers = kind == ModuleKind.Attention ? AttentionContainers : FeedForwardContainers;
        foreach (var container in containers)
        {
            foreach (var projections in ProjectionsOf(kind, layer))
            {
                var covered = 0;
                foreach (var projection in projections)
                {
                    covered += patterns.Match($"{_prefix}{layer}.{container}.{projection}") ? 1 : 0;
                }

                if (covered * best.Asked > best.Covered * projections.Length)
                {
                    best = (covered, projections.Length);
                }
            }
        }

        return best;
    }

    private string[][] ProjectionsOf(ModuleKind kind, int layer) => kind switch
    {
        ModuleKind.Attention => [layers[layer].Attention is GroupedQueryAttention ? Projections : LatentProjections],
        ModuleKind.DenseFeedForward => [Dense],
        ModuleKind.Experts => [Experts],
        _ => [Shared, SharedSingular],
    };

    private static bool Has(LayerGroup layer, ModuleKind kind) => kind switch
    {
        ModuleKind.Attention => layer.Attention is not null,
        ModuleKind.DenseFeedForward => layer.FeedForward is DenseFeedForward,
        ModuleKind.Experts => layer.FeedForward is MixtureOfExperts,
        _ => layer.FeedForward is MixtureOfExperts { SharedIntermediateSize: > 0 },
    };
}
