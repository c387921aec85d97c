using Plimsoll.Model.Backends;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Models;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Steps;
using Plimsoll.Model.Tests.KernelTimes;
using Plimsoll.Model.Tests.Operators;
using Plimsoll.Serving.Engines;

namespace Plimsoll.Serving.Tests.Engines;

public sealed class ModelledEngineFactoryTests
{
    private static readonly EngineVersion Vllm = new(BackendKind.Vllm, "0.24.0");

    [Fact]
    public void A_legal_layout_gets_a_worker_that_knows_what_it_is()
    {
        var factory = Factory(SmallModels.Dense);
        var engine = factory.Build(new ParallelLayout(2)).Engine!;
        Assert.Equal(
            (new ParallelLayout(2), Vllm, "h200_sxm", "h200_sxm", Vllm),
            (engine.Layout, engine.Version, engine.System.Name, factory.System.Name, factory.Version));
    }

    [Fact]
    public void A_layout_that_does_not_divide_is_refused_with_its_reason()
    {
        var offer = Factory(SmallModels.Dense).Build(new ParallelLayout(3));
        Assert.False(offer.Accepted);
        Assert.Null(offer.Engine);
        Assert.Equal(new EngineRefusal("layout_does_not_divide", "16 attention heads do not divide by tp 3"), offer.Refusal);
    }

    [Fact]
    public void Missing_kernels_are_a_refusal_of_their_own()
    {
        var offer = Factory(SmallModels.Moe, new SyntheticKernels { UnknownMoe = [MoeQuant.Bf16] }).Build(new ParallelLayout(1));
        Assert.Equal("kernel_data_missing", offer.Refusal!.Category);
        Assert.Contains("no kernel times for bfloat16 experts", offer.Refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layout_is_built_once()
    {
        var kernels = new SyntheticKernels();
        var factory = Factory(SmallModels.Dense, kernels);
        var first = factory.Build(new ParallelLayout(2));
        var asked = kernels.Gemms.Count;
        Assert.Same(first.Engine, factory.Build(new ParallelLayout(2)).Engine);
        Assert.Equal(asked, kernels.Gemms.Count);
        Assert.NotSame(first.Engine, factory.Build(new ParallelLayout(4)).Engine);
    }

    [Fact]
    public void Many_threads_get_the_same_workers()
    {
        var factory = Factory(SmallModels.Dense);
        ParallelLayout[] layouts = [new(1), new(2), new(4), new(8), new(1, Pp: 3), new(3)];
        var offers = new EngineOffer[200];
        Parallel.For(0, offers.Length, i => offers[i] = factory.Build(layouts[i % layouts.Length]));
        for (var i = layouts.Length; i < offers.Length; i++)
        {
            Assert.Same(offers[i - layouts.Length].Engine, offers[i].Engine);
        }
    }

    [Fact]
    public void The_calibrations_sampler_is_priced_unless_the_options_say_otherwise()
    {
        double Ms(Calibration calibration, OperatorOptions options) => new ModelledEngineFactory(
                SmallModels.Dense, SmallModels.Node, Vllm, new QuantizationPlan(), [new SyntheticKernels()], calibration, options)
            .Build(new ParallelLayout(1)).Engine!.StepMs(BatchShape.Decode(64, 100));

        var sampling = new Calibration { SamplingBytesPerLogit = 34 };
        Assert.True(Ms(sampling, new OperatorOptions()) > Ms(Calibration.None, new OperatorOptions()));
        Assert.Equal(
            Ms(sampling, new OperatorOptions()), Ms(Calibration.None, new OperatorOptions { SamplingBytesPerLogit = 34 }), 12);
    }

    private static ModelledEngineFactory Factory(ModelSpec model, IKernelTimeSource? kernels = null) => new(
        model, SmallModels.Node, Vllm, new QuantizationPlan(), [kernels ?? new SyntheticKernels()], Calibration.None, new OperatorOptions());
}
