using Plimsoll.Model.Backends;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.Tests.Quantization;

public sealed class EnginePreferenceTests
{
    private static readonly QuantizationPlan Mxfp4 = new() { Moe = MoeQuant.Mxfp4WeightOnly };

    [Fact]
    public void TensorRtLlm_on_Blackwell_quantises_the_activations_of_mxfp4_experts_and_says_so()
    {
        var (plan, notes) = EnginePreference.Apply(Mxfp4, true, SystemCatalog.Find("b200_sxm"), BackendKind.TensorRtLlm);
        Assert.Equal(MoeQuant.Mxfp4Mxfp8, plan.Moe);
        Assert.Contains("MXFP8", Assert.Single(notes));
    }

    [Theory]
    [InlineData("h200_sxm", BackendKind.TensorRtLlm, true)]
    [InlineData("b200_sxm", BackendKind.Vllm, true)]
    [InlineData("b200_sxm", BackendKind.TensorRtLlm, false)]
    public void Elsewhere_the_checkpoint_decides(string system, BackendKind backend, bool isMoe)
    {
        var (plan, notes) = EnginePreference.Apply(Mxfp4, isMoe, SystemCatalog.Find(system), backend);
        Assert.Equal(Mxfp4, plan);
        Assert.Empty(notes);
    }
}
