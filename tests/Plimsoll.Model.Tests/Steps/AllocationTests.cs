using System.Text.Json;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Steps;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.Steps;

/// <summary>Holds the hot operations to the bytes that <c>eng/allocation-budget.json</c> grants each call.</summary>
public sealed class AllocationTests
{
    private const int Calls = 1000;

    private static readonly KernelCurve Curve = new(
        [1, 64, 8192], [0.02, 0.03, 1.5], [default, default, default], tailSlope: 2e-4, relativeUncertainty: 0.03, source: "made up");

    private static readonly PrefillAttentionSurface Prefill = new(
        [128, 8192], [1, 8], [0.01, 0.04, 1, 8], Provenance.Measured, 1e-7, 0.04, "made up");

    private static readonly DecodeAttentionSurface Decode = new([1, 256], [128, 8192], [0.01, 0.02, 0.05, 3], Provenance.Measured, 0.04, "made up");

    private static readonly EngineModel Engine = new(
        [
            new CurveOperator("gemm", OperatorRole.PerToken, 32, Curve),
            new CurveOperator("rope", OperatorRole.PrefillAttention, 32, Curve),
            new PrefillAttentionOperator(32, Prefill),
            new DecodeAttentionOperator(32, Decode),
            new CurveOperator("logits", OperatorRole.PerSequenceOutput, 1, Curve),
        ],
        new Calibration { SustainedClockSlowdown = 0.1, StreamMsPerToken = 0.04 });

    private static readonly BatchShape Mixed = new(new[] { new PrefillChunk(4000, 4192), new PrefillChunk(192, 0, 1, false) }, 100, 300_000);

    private static readonly Dictionary<string, Func<double>> Operations = new(StringComparer.Ordinal)
    {
        ["KernelCurve.Ms"] = () => Curve.Ms(300),
        ["KernelCurve.At"] = () => Curve.At(300).Ms,
        ["PrefillAttentionSurface.Ms"] = () => Prefill.Ms(2, 1000, 3000),
        ["PrefillAttentionSurface.At"] = () => Prefill.At(2, 1000, 3000).Ms,
        ["DecodeAttentionSurface.Ms"] = () => Decode.Ms(100, 3000),
        ["DecodeAttentionSurface.At"] = () => Decode.At(100, 3000).Ms,
        ["EngineModel.StepMs"] = () => Engine.StepMs(Mixed),
        ["EngineModel.Explain"] = () => Engine.Explain(Mixed).Ms,
    };

    [Fact]
    public void Every_hot_operation_stays_within_its_budget()
    {
        var path = Path.Combine(SharedData.RepositoryRoot, "eng", "allocation-budget.json");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var budgets = document.RootElement.GetProperty("Plimsoll.Model").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt64());

        Assert.Equal(budgets.Keys.Order(StringComparer.Ordinal), Operations.Keys.Order(StringComparer.Ordinal));
        Assert.All(Operations, operation => Assert.InRange(BytesPerCall(operation.Value), 0, budgets[operation.Key]));
    }

    private static long BytesPerCall(Func<double> operation)
    {
        double sum = operation();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < Calls; call++)
        {
            sum += operation();
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(sum > 0);
        return (bytes + Calls - 1) / Calls;
    }
}
