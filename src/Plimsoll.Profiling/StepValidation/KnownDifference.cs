using Plimsoll.Model.Backends;
using Plimsoll.Model.Models;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Profiling.StepValidation;

/// <summary>
/// Iterations that the peer prices by another model than the one that is served, so that its times are no reference: docs/steps.md has the
/// evidence for each. They are priced and shown, apart from the others.
/// </summary>
public static class KnownDifference
{
    // The head count whose kernels stand for all others where a block is priced in parts.
    private const int HeadsOfDeepSeek = 128;

    /// <summary>What the peer does otherwise in such an iteration, in a few words; null when nothing is known.</summary>
    public static string? Of(StepRow row, ModelSpec model)
    {
        var blocks = model.LayerGroups.Select(group => group.Attention);
        var latent = blocks.OfType<LatentAttention>().FirstOrDefault();
        if (model.Architecture.StartsWith("Llama4", StringComparison.Ordinal))
        {
            return "shared expert left out";
        }

        if (!row.Prefill && blocks.Any(block => block is RecurrentMixer { Rule: RecurrentKind.StateSpace }))
        {
            return "state of decode rows not read";
        }

        return latent switch
        {
            null => null,
            { Indexer: not null } => row.Engine.Backend == BackendKind.TensorRtLlm && row.Quantization.KvCache == KvQuant.Fp8
                ? "another engine's attention"
                : null,
            _ when row.Engine.Backend == BackendKind.Vllm && row.Layout.Tp > 1 => "all-reduces counted twice",
            { Heads: not HeadsOfDeepSeek } when row.Prefill => "attention of 128 heads",
            _ => null,
        };
    }
}
