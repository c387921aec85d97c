using Plimsoll.Formats.Yaml;
using Plimsoll.Model.Backends;
using Plimsoll.Serving.Policies;
using static Plimsoll.Deployment.Engines.EngineKeys;

namespace Plimsoll.Deployment.Engines;

/// <summary>What the plan says about an engine's settings: the launch limits, layout and formats that were priced, and nothing that was not.</summary>
/// <param name="plan">The plan.</param>
/// <param name="pool">Whose engine it is.</param>
/// <param name="version">The engine and the release that will run.</param>
internal sealed class PlannedArguments(DeploymentPlan plan, WorkerPool pool, EngineVersion version)
{
    // A chat template adds tokens to a prompt; a sequence that is longer than the engine allows is refused.
    private const int TemplateTokens = 512;

    private readonly EnginePolicy _policy = EnginePolicies.For(plan.Version, pool.System, pool.Plan.Layout);
    private readonly Dictionary<EngineKey, (YamlNode Value, string Reason)> _values = [];

    /// <summary>The tokens of a sequence that the engine must accept; null when lengths are not known.</summary>
    public static int? SequenceLimit(DeploymentPlan plan, WorkerPool pool) =>
        plan.SequenceTokens is { } tokens ? (int)Math.Max(tokens, Math.Min(tokens + TemplateTokens, pool.Plan.Memory.KvCapacityTokens)) : null;

    /// <summary>The values by setting.</summary>
    public IReadOnlyDictionary<EngineKey, (YamlNode Value, string Reason)> Values(bool isRouted)
    {
        Layout();
        Limits();
        Put(KvFormat, Format(), $"{plan.Model.KvCacheQuant} was planned");
        if (version.Backend == BackendKind.TensorRtLlm || isRouted)
        {
            Put(BlockTokens, _policy.KvBlockTokens, "the block that memory was planned with");
        }

        var reusesPrompts = plan.Request.Prefix > 0 || isRouted;
        Put(NoPrefixCache, !reusesPrompts, reusesPrompts ? "prompts share a prefix" : "the plan counts on no prompt being reused");
        if (version.Backend == BackendKind.TensorRtLlm)
        {
            TensorRtLlm();
        }
        else if (version.Backend == BackendKind.Sglang)
        {
            Put(GraphMost, _policy.MaxGraphTokens, "the graphs that memory was planned with");
        }

        if (pool.Role != WorkerRole.Agg && version.Backend != BackendKind.Vllm)
        {
            Put(KvTransfer, version.Backend == BackendKind.Sglang ? "nixl" : "DEFAULT", "KV caches travel over NIXL");
        }

        return _values;
    }

    private void Layout()
    {
        var layout = pool.Plan.Layout;
        var reason = $"the plan's {pool.Plan.Parallel}";
        var isVllm = version.Backend == BackendKind.Vllm;
        Put(TensorParallel, isVllm ? layout.Tp : layout.StageGpus, reason);
        Put(PipelineParallel, layout.Pp, reason);
        if (version.Backend != BackendKind.TensorRtLlm)
        {
            Put(DataParallel, layout.AttentionDp, reason);
        }

        if (!isVllm && layout.AttentionDp > 1)
        {
            Put(AttentionDp, true, reason);
        }

        if (plan.Model.IsMoe && isVllm && layout.MoeEp > 1)
        {
            Put(ExpertParallel, true, reason);
        }
        else if (plan.Model.IsMoe && !isVllm)
        {
            Put(MoeEp, layout.MoeEp, reason);
            if (version.Backend == BackendKind.TensorRtLlm)
            {
                Put(MoeTp, layout.MoeTp, reason);
            }
        }
    }

    private void Limits()
    {
        var worker = pool.Plan;
        // SGLang divides both among the ranks of attention; the plan counts by rank.
        var ranks = version.Backend == BackendKind.Sglang ? worker.Layout.AttentionDp : 1;
        Put(MemoryFraction, Math.Round(worker.MemoryFraction, 4), "the share that memory was planned with");
        Put(MaxBatchSize, worker.MaxSequences * ranks, "the sequences that memory was planned for");
        Put(MaxTokens, worker.MaxBatchedTokens * ranks, "the token budget that steps were priced with");
        if (version.Backend == BackendKind.TensorRtLlm)
        {
            Put(ChunkedPrefill, _policy.ChunkedPrefill, "prompts were planned in chunks");
        }

        if (SequenceLimit(plan, pool) is { } tokens)
        {
            Put(MaxSequence, tokens, $"{plan.SequenceTokens} tokens, and room for a chat template");
        }
    }

    private void TensorRtLlm()
    {
        var most = pool.Plan.MaxSequences;
        Put(GraphPadding, true, "batches between two captured sizes use the larger");
        Put(GraphSizes, new YamlList(_policy.GraphSizes.Where(size => size <= most).Select(size => (YamlNode)size)), "the graphs that memory was planned with");
        Put(NoOverlap, pool.Role == WorkerRole.Prefill, pool.Role == WorkerRole.Prefill ? "a prefill worker hands each prompt over at once" : "the next step is planned while one runs");
        if (pool.Role != WorkerRole.Agg && SequenceLimit(plan, pool) is { } tokens)
        {
            var block = _policy.KvBlockTokens;
            Put(TransferTokens, (tokens + block - 1) / block * block, "one whole sequence");
        }
    }

    private string Format() => (plan.Model.KvCacheQuant, version.Backend) switch
    {
        ("bfloat16", _) => "auto",
        ("fp8", BackendKind.Sglang) => "fp8_e4m3",
        var (format, _) => format,
    };

    private void Put(EngineKey key, YamlNode value, string reason) => _values[key] = (value, reason);
}
