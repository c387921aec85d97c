using Plimsoll.Model.Backends;
using Plimsoll.Model.Calibrations;

namespace Plimsoll.Model.Tests.Calibrations;

public sealed class CalibrationCatalogTests
{
    [Theory]
    [InlineData(BackendKind.Vllm)]
    [InlineData(BackendKind.Sglang)]
    [InlineData(BackendKind.TensorRtLlm)]
    public void Every_backend_has_terms_for_every_release_within_what_an_engine_can_have(BackendKind backend)
    {
        foreach (var version in (string[])["0.1.dev1", "0.24.0", "1.3.0rc20", "99.0"])
        {
            var terms = CalibrationCatalog.For(new EngineVersion(backend, version));
            Assert.InRange(terms.SustainedClockSlowdown, 0, 0.25);
            Assert.InRange(terms.HostMsPerStep, 0, 5);
            Assert.InRange(terms.StreamMsPerToken, 0, 1);
            Assert.InRange(terms.LaunchMsPerKernel, 0, 0.2);
            Assert.InRange(terms.RequestPathMs(1), 1, 20);
            Assert.InRange(terms.RequestPathMs(100_000), 50, 500);
            Assert.InRange(terms.SamplingBytesPerLogit, 0, 100);
            Assert.InRange(terms.ExpertWorkspaceFactor, 1, 20);
            Assert.All(terms.OperatorFactors.Values, factor => Assert.InRange(factor, 0.8, 1.4));
            Assert.StartsWith("shipped ", terms.Source, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_terms_a_step_is_its_kernels()
    {
        var none = Calibration.None;
        Assert.Equal((0, 0, 0), (none.SustainedClockSlowdown, none.HostMsPerStep, none.RequestPathMs(1000)));
        Assert.Equal((0, 0, 0), (none.StreamMsPerToken, none.SamplingBytesPerLogit, none.LaunchMsPerKernel));
        Assert.Empty(none.OperatorFactors);
    }
}
