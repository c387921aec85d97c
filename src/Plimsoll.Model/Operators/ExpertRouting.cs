using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Models;
using Plimsoll.Model.Models.HuggingFace;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.Operators;

/// <summary>How tokens spread over experts, and so how many experts' weights a small batch reads.</summary>
public static class ExpertRouting
{
    /// <summary>What the model's router was trained to: <see cref="EvenlyTrained"/> or <see cref="Skewed"/>.</summary>
    public const string Default = "auto";

    /// <summary>The skew of ordinary trained routers.</summary>
    public const string Skewed = "power_law_1.2";

    /// <summary>The skew that is left where training corrects the load of every expert by a bias (DeepSeek-V3 and after).</summary>
    public const string EvenlyTrained = "power_law_1.01";

    /// <summary>Every expert gets the same number of rows; a batch of T tokens hits min(E, T·topk) experts. What the tables measured.</summary>
    public const string Balanced = "balanced";

    /// <summary>
    /// Each token chooses at random, as random weights do: the same load in the mean as <see cref="Balanced"/>, but small batches hit
    /// E·(1 − (1 − topk/E)^T) experts. Derived from the balanced measurements.
    /// </summary>
    public const string Uniform = "uniform";

    /// <summary>All accepted names.</summary>
    public static IReadOnlyList<string> Names { get; } = [Default, Skewed, EvenlyTrained, Balanced, Uniform];

    /// <summary>The distribution that a choice means for a model.</summary>
    public static string Of(ModelSpec model, string choice) => choice != Default ? choice
        : Architectures.Find(model.Architecture, null) is { BalancedRouter: true } ? EvenlyTrained
        : Skewed;

    /// <summary>Balanced measurements scaled by the weights that random routing reads instead.</summary>
    internal static KernelCurve RandomFromBalanced(GpuSystem system, MoeKey key, KernelCurve balanced)
    {
        var x = balanced.Sizes.ToArray();
        var ms = balanced.Times.ToArray();
        for (var i = 0; i < x.Length; i++)
        {
            var even = RooflineMs.Moe(system, key, x[i], Math.Min(key.Experts, x[i] * key.TopK));
            ms[i] *= RooflineMs.Moe(system, key, x[i]) / even;
        }

        var provenance = Array.ConvertAll(balanced.Provenances.ToArray(), p => p > Provenance.Interpolated ? p : Provenance.Interpolated);
        return new KernelCurve(
            x, ms, provenance, balanced.TailSlope, balanced.RelativeUncertainty + 0.05, balanced.Source + ", balanced rows as random routing");
    }
}
