using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Memory;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Steps;
using Plimsoll.Model.Systems;
using Plimsoll.Serving.Engines;

namespace Plimsoll.EndToEnd.Tests.Verbs;

/// <summary>A worker whose steps cost round figures: a thousandth of a millisecond per new token, a millionth per cached token.</summary>
internal sealed class FixedEngine : IServingEngine
{
    public ParallelLayout Layout => new(2);

    public EngineVersion Version => new(BackendKind.Vllm, "0.24.0");

    public GpuSystem System => SystemCatalog.Find("h200_sxm");

    public double RequestPathMs => 3;

    public double KvBytesPerToken => 131072;

    public MemoryLedger Memory(EngineLimits limits) => throw new NotSupportedException();

    public double StepMs(in BatchShape shape) => Explain(shape).Ms;

    public StepCost Explain(in BatchShape shape)
    {
        var parts = new List<StepPart>
        {
            new("qkv_gemm", OperatorRole.PerToken, shape.NewTokens / 1000.0, 64, Provenance.Fitted, 0.04),
            new("logits_gemm", OperatorRole.PerSequenceOutput, 0.25 * shape.EmittingRows, 1, Provenance.Repaired, 0.1, "vllm 0.24.0 table, launch-bound below m = 64, replaced"),
            new("host", OperatorRole.PerStep, 0.5, 1, Provenance.Measured, 0.3),
        };
        if (!shape.Prefill.IsEmpty)
        {
            parts.Insert(1, new StepPart("prefill_attention", OperatorRole.PrefillAttention, 2, 64, Provenance.Interpolated, 0.02));
        }

        if (shape.DecodeRows > 0)
        {
            parts.Insert(1, new StepPart("decode_attention", OperatorRole.DecodeAttention, shape.DecodeKvTokens / 1e6, 64, Provenance.Extrapolated, 0.2));
        }

        return new StepCost(parts);
    }
}
