using FsCheck.Fluent;
using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Exchanges;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Systems;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.KernelTimes.Exchanges;

public sealed class TwoLevelExchangeTests
{
    private static readonly GpuSystem H200 = SystemCatalog.Find("h200_sxm");
    private static readonly ExpertExchangeKey Dispatch = new(ExchangeDirection.Dispatch, 32, 256, 8, 7168, 1 + (4.0 / 128));
    private static readonly ExpertExchangeKey Combine = Dispatch with { Direction = ExchangeDirection.Combine, BytesPerValue = 2 };

    [Fact]
    public void Over_the_network_the_cards_limit_and_in_one_rack_of_nvlink_they_do_not()
    {
        Assert.True(TwoLevelExchange.Ms(H200, Dispatch, 4096) > 2.5 * TwoLevelExchange.Ms(H200, Dispatch with { Gpus = 8 }, 4096));
        var gb200 = SystemCatalog.Find("gb200");
        Assert.True(TwoLevelExchange.Ms(gb200, Dispatch, 4096) < 3 * TwoLevelExchange.Ms(gb200, Dispatch with { Gpus = 4 }, 4096));
        Assert.Equal((TwoLevelExchange.UncertaintyAcross, TwoLevelExchange.UncertaintyInside), (TwoLevelExchange.Curve(H200, Dispatch).RelativeUncertainty, TwoLevelExchange.Curve(gb200, Dispatch).RelativeUncertainty));
    }

    [Fact]
    public void A_token_goes_to_a_node_once_in_the_throughput_kernel_and_for_each_expert_in_the_other()
    {
        double PerToken(double from, double to) => (TwoLevelExchange.Ms(H200, Combine, to) - TwoLevelExchange.Ms(H200, Combine, from)) / (to - from);
        Assert.Equal(8 / (4 * (1 - Math.Pow(0.75, 8))), PerToken(64, 128) / PerToken(4096, 8192), 2);
    }

    [Fact]
    public void More_tokens_more_gpus_and_more_bytes_never_cost_less()
    {
        var cases = from tokens in Gen.Choose(1, 20_000) from more in Gen.Choose(1, 20_000) from gpus in Gen.Elements(16, 32) select (tokens, more, gpus);
        Properties.Check(cases, at =>
        {
            var curve = TwoLevelExchange.Curve(H200, Dispatch with { Gpus = at.gpus });
            var wider = TwoLevelExchange.Curve(H200, Dispatch with { Gpus = 2 * at.gpus });
            var heavier = TwoLevelExchange.Curve(H200, Dispatch with { Gpus = at.gpus, BytesPerValue = 2 });
            var ms = curve.Ms(at.tokens);
            return curve.Ms(at.tokens + at.more) >= ms && wider.Ms(at.tokens) >= ms && heavier.Ms(at.tokens) >= ms;
        });
    }

    [Theory]
    [InlineData("h200_sxm", 8, 0.1)]
    [InlineData("h200_sxm", 16, 0.25)]
    [InlineData("h200_sxm", 32, 0.1)]
    [InlineData("h200_sxm", 64, 0.3)]
    [InlineData("b200_sxm", 8, 0.2)]
    [InlineData("b200_sxm", 32, 0.2)]
    public void It_explains_what_DeepEP_was_measured_at(string name, int gpus, double tolerance)
    {
        using var root = SystemsRoot.Open(SharedData.Require("aic-systems"));
        var (system, tables) = (SystemCatalog.Find(name), new TableSource(new TableCatalog(root, name), new EngineVersion(BackendKind.Sglang, "0.5.14")));
        var errors = new List<double>();
        foreach (var key in new[] { Dispatch with { Gpus = gpus }, Combine with { Gpus = gpus } })
        {
            var measured = tables.Exchange(key)!;
            errors.AddRange(new double[] { 16, 64, 128, 256, 1024, 4096 }.Select(tokens => Math.Abs(Math.Log(TwoLevelExchange.Ms(system, key, tokens) / measured.Ms(tokens)))));
        }

        errors.Sort();
        Assert.True(errors[errors.Count / 2] < tolerance, $"median {errors[errors.Count / 2]:0.00}");
    }

    [Fact]
    public void Another_shape_is_scaled_from_the_nearest_measured_one()
    {
        using var root = SystemsRoot.Open(SharedData.Require("aic-systems"));
        var tables = new TableSource(new TableCatalog(root, "h100_sxm"), new EngineVersion(BackendKind.Vllm, "0.24.0"));
        var measured = tables.Exchange(Combine)!;
        Assert.Equal(Provenance.Measured, measured.At(measured.Sizes[1]).Provenance);
        var curve = tables.Exchange(Combine with { HiddenSize = 5120, Experts = 160 })!;
        Assert.Equal(Provenance.Transferred, curve.At(64).Provenance);
        Assert.Contains("from 32 ranks", curve.Source, StringComparison.Ordinal);
        Assert.Null(new TableSource(new TableCatalog(root, "h100_sxm"), new EngineVersion(BackendKind.TensorRtLlm, "1.3.0rc10")).Exchange(Combine));
    }
}
