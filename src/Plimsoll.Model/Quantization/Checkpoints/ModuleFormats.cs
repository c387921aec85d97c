using Plimsoll.Model.Models;

namespace Plimsoll.Model.Quantization.Checkpoints;

/// <summary>The format of each kind of linear layer, and the plan that follows from it.</summary>
internal sealed class ModuleFormats
{
    private readonly WeightFormat[] _formats = new WeightFormat[Enum.GetValues<ModuleKind>().Length];

    /// <summary>The same format everywhere.</summary>
    public ModuleFormats(WeightFormat format) => Array.Fill(_formats, format);

    /// <summary>The format of a kind of layer.</summary>
    public WeightFormat this[ModuleKind kind]
    {
        get => _formats[(int)kind];
        set => _formats[(int)kind] = value;
    }

    /// <summary>
    /// The plan: <see cref="QuantizationPlan.Gemm"/> is the format of dense feed-forward parts, else of shared experts, else of
    /// the attention projections, whichever of them the model has; the others are stated where they differ.
    /// </summary>
    /// <param name="groups">The layers of the model.</param>
    /// <param name="plan">What is known so far.</param>
    /// <param name="notes">Receives approximations.</param>
    /// <param name="unsupported">Receives what cannot be priced.</param>
    public QuantizationPlan Apply(
        IReadOnlyList<LayerGroup> groups, QuantizationPlan plan, List<string> notes, List<string> unsupported)
    {
        var hasDense = groups.Any(group => group.FeedForward is DenseFeedForward);
        var hasExperts = groups.Any(group => group.FeedForward is MixtureOfExperts);
        var hasShared = groups.Any(group => group.FeedForward is MixtureOfExperts { SharedIntermediateSize: > 0 });
        var attention = this[ModuleKind.Attention].Dense(notes);
        var shared = hasShared ? this[ModuleKind.SharedExperts].Dense(notes) : attention;
        var dense = hasDense ? this[ModuleKind.DenseFeedForward].Dense(notes) : shared;
        var experts = hasExperts ? this[ModuleKind.Experts].Experts(notes) : MoeQuant.Bf16;
        if (experts is null)
        {
            unsupported.Add($"experts quantised as {this[ModuleKind.Experts]}");
        }

        return plan with
        {
            Gemm = dense,
            AttentionGemm = attention == dense ? null : attention,
            SharedExpertGemm = !hasShared || shared == dense ? null : shared,
            Moe = experts ?? MoeQuant.Bf16,
        };
    }
}
