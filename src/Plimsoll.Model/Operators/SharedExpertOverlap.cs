using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Steps;

namespace Plimsoll.Model.Operators;

/// <summary>
/// Engines run shared experts on a second stream while the routed ones are sent, computed and combined, as long as a step is small enough for
/// both to find room on the GPU: vLLM to 256 tokens, SGLang to 1,024 (their own thresholds); TensorRT-LLM in captured graphs.
/// </summary>
internal static class SharedExpertOverlap
{
    /// <summary>The largest step in which shared experts run beside the routed ones.</summary>
    public static int MostTokens(BackendKind backend) => backend == BackendKind.Sglang ? 1024 : 256;

    /// <summary>What shared experts add to the routed ones: what exceeds them in small steps, all of it in large ones.</summary>
    /// <param name="shared">The operators of the shared experts.</param>
    /// <param name="routed">The operators beside which they run.</param>
    /// <param name="mostTokens">The largest step with overlap.</param>
    public static CurveOperator Exposed(
        IReadOnlyList<CurveOperator> shared, IReadOnlyList<CurveOperator> routed, int mostTokens)
    {
        var sum = CurveSum.Of(shared, OperatorRole.PerToken);
        var beside = CurveSum.Of(routed, OperatorRole.PerToken);
        double[] rows = [.. sum.Sizes.ToArray().Concat(beside.Sizes.ToArray()).Append(mostTokens).Append(mostTokens + 1).Distinct().Order()];
        var ms = Array.ConvertAll(rows, tokens => tokens <= mostTokens ? Math.Max(0, sum.Ms(tokens) - beside.Ms(tokens)) : sum.Ms(tokens));
        var provenance = new Provenance[rows.Length];
        Array.Fill(provenance, shared.Max(item => item.Curve.Provenances.ToArray().Max()));
        var uncertainty = shared.Max(item => item.Curve.RelativeUncertainty);
        var layers = shared[0].Launches;
        var curve = new KernelCurve(rows, ms, provenance, sum.TailSlope, uncertainty, shared[0].Curve.Source).Scaled(1.0 / layers);
        return new CurveOperator("shared_expert", OperatorRole.PerToken, layers, curve)
        {
            Kernels = shared.Sum(item => item.Kernels),
            Note = $"{shared[0].Curve.Source}; beside the routed experts up to {mostTokens} tokens",
        };
    }
}
