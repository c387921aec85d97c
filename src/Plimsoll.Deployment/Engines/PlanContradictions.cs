using Plimsoll.Formats.Yaml;
using Plimsoll.Model.Backends;
using Plimsoll.Planning.Reports;
using static Plimsoll.Deployment.Engines.EngineKeys;

namespace Plimsoll.Deployment.Engines;

/// <summary>Finds user values under which the planned configuration would not run as planned.</summary>
/// <param name="plan">The plan.</param>
/// <param name="pool">Whose engine it is.</param>
/// <param name="backend">The engine.</param>
internal sealed class PlanContradictions(DeploymentPlan plan, WorkerPool pool, BackendKind backend)
{
    private static readonly Dictionary<EngineKey, string> Replan = new()
    {
        [TensorParallel] = "plan again; the layout decides memory and times",
        [PipelineParallel] = "plan again; the layout decides memory and times",
        [DataParallel] = "plan again; the layout decides memory and times",
        [AttentionDp] = "plan again; the layout decides memory and times",
        [ExpertParallel] = "plan again; the layout decides memory and times",
        [MoeEp] = "plan again; the layout decides memory and times",
        [MoeTp] = "plan again; the layout decides memory and times",
        [KvFormat] = "plan with --kvcache-quant-mode",
    };

    private readonly WorkerPlan _worker = pool.Plan;

    /// <summary>Why a value contradicts the plan, with what to do; null when it does not.</summary>
    public (string Reason, string? Hint)? Find(EngineKey key, YamlNode value, YamlNode? planned)
    {
        if (Replan.TryGetValue(key, out var hint))
        {
            return (planned ?? Unsaid(key)) == value ? null : ($"the plan has {Text(planned ?? Unsaid(key))}", hint);
        }

        if (key == NoPrefixCache && value == true && plan.Request.Prefix > 0)
        {
            return ($"the plan counts on {plan.Request.Prefix} prompt tokens being cached", "plan with --prefix 0");
        }

        return value is YamlWhole { Value: var number } ? OfCount(key, number)
            : value is YamlReal { Value: var share } && key == MemoryFraction ? OfMemory(share)
            : null;
    }

    private (string Reason, string? Hint)? OfCount(EngineKey key, long number)
    {
        var ranks = backend == BackendKind.Sglang ? _worker.Layout.AttentionDp : 1;
        if (key == MaxBatchSize && number < (long)_worker.BatchSize * _worker.Layout.Pp * ranks)
        {
            return ($"the plan runs {(long)_worker.BatchSize * _worker.Layout.Pp * ranks} sequences at once", "plan with --max-sequences");
        }

        if (key == MaxSequence && number < plan.SequenceTokens)
        {
            return ($"the load has sequences of {plan.SequenceTokens} tokens", null);
        }

        if (key == KvTokens && number < KvTokensInUse)
        {
            return ($"the planned load holds {KvTokensInUse} tokens", null);
        }

        return key == MaxTokens && Short(_worker.MemoryFraction, _worker.Memory.ActivationGib * number / (_worker.MaxBatchedTokens * (double)ranks)) is { } gib
            ? ($"steps of {number} tokens leave {gib:0.0} GiB too little for the planned load's KV cache", "plan with --max-batched-tokens")
            : null;
    }

    private long KvTokensInUse => _worker.Memory.KvCapacityGib > 0
        ? (long)Math.Ceiling(_worker.Memory.KvCapacityTokens * _worker.Memory.KvGib / _worker.Memory.KvCapacityGib)
        : 0;

    private (string Reason, string? Hint)? OfMemory(double share) =>
        Short(share, _worker.Memory.ActivationGib) is { } gib
            ? ($"{share:0.###} of the memory leaves {gib:0.0} GiB too little for the planned load", "plan with --memory-fraction")
            : null;

    /// <summary>GiB that are missing, or null when the planned load fits; what the share covers differs by engine (docs/performance-model.md).</summary>
    private double? Short(double share, double activationGib)
    {
        var m = _worker.Memory;
        var beside = m.CommunicationGib + m.FrameworkGib;
        var (needs, has) = backend switch
        {
            BackendKind.Vllm => (m.WeightsGib + activationGib + beside + m.KvGib, Math.Min(share * m.DeviceGib, m.DeviceGib - m.GraphGib)),
            BackendKind.Sglang => (m.WeightsGib + m.KvGib, Math.Min(share * m.DeviceGib, m.DeviceGib - activationGib - m.GraphGib - beside)),
            _ => (m.KvGib, share * (m.DeviceGib - m.WeightsGib - activationGib - m.GraphGib - beside)),
        };
        var missing = needs - has;
        var overcommitted = backend == BackendKind.Sglang ? (share * m.DeviceGib) + activationGib + m.GraphGib + beside - m.DeviceGib
            : backend == BackendKind.Vllm ? (share * m.DeviceGib) + m.GraphGib - m.DeviceGib
            : 0;
        var worst = Math.Max(missing, share > _worker.MemoryFraction ? overcommitted : 0);
        return worst > 1e-6 ? worst : null;
    }

    private static YamlNode Unsaid(EngineKey key) => key.Kind == ValueKind.Truth ? false : 1;

    private static string Text(YamlNode value) => YamlWriter.Write(value).TrimEnd('\n');
}
