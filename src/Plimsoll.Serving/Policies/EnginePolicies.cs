using System.Globalization;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Systems;

namespace Plimsoll.Serving.Policies;

/// <summary>The launch defaults of each backend release, in one place. Facts of the engines' own sources and documentation.</summary>
public static class EnginePolicies
{
    private const double Gib = 1024.0 * 1024 * 1024;

    /// <summary>What <paramref name="version"/> does by default on <paramref name="system"/> with <paramref name="layout"/>.</summary>
    public static EnginePolicy For(EngineVersion version, GpuSystem system, ParallelLayout layout) => version.Backend switch
    {
        BackendKind.Vllm => Vllm(version, system),
        BackendKind.Sglang => Sglang(system, layout),
        _ => TensorRtLlm(),
    };

    /// <summary>
    /// The API server's defaults: 8,192 tokens and 1,024 sequences from 70 GiB of memory on (not on A100), 2,048 and 256 below;
    /// memory fraction 0.92 since 0.22, 0.90 before; asynchronous scheduling by default since 0.14.
    /// </summary>
    private static EnginePolicy Vllm(EngineVersion version, GpuSystem system)
    {
        var large = system.MemoryBytes >= 70 * Gib && !system.Name.StartsWith("a100", StringComparison.OrdinalIgnoreCase);
        return new EnginePolicy
        {
            Composition = StepComposition.Mixed,
            KvAdmission = KvAdmission.OnDemand,
            MaxBatchedTokens = large ? 8192 : 2048,
            MaxSequences = large ? 1024 : 256,
            KvBlockTokens = 16,
            MemoryFraction = IsAtLeast(version, 0, 22) ? 0.92 : 0.90,
            AsyncScheduling = IsAtLeast(version, 0, 14),
            SharesPromptsWithinStep = true,
            KeepsAnswerOnPreemption = true,
            GraphSizes = CapturedBatches.Vllm(large ? 1024 : 256),
            GraphsHoldPrompts = true,
        };
    }

    /// <summary>
    /// Chunk size and memory fraction are derived from device memory and layout at launch; at least 2,048 running requests are allowed,
    /// pages hold one token.
    /// </summary>
    private static EnginePolicy Sglang(GpuSystem system, ParallelLayout layout)
    {
        var deviceMib = system.MemoryBytes / (1024.0 * 1024);
        var wide = layout.Tp >= 4;
        var (chunk, graphBatch) = (deviceMib / 1024) switch
        {
            < 20 => (2048, 8),
            < 35 => (2048, wide ? 80 : 24),
            < 60 => (4096, wide ? 160 : 32),
            < 160 => (8192, wide ? 512 : 256),
            _ => (16384, 512),
        };
        var reservedMib = 512 + (1.5 * chunk) + (layout.Tp * layout.Pp / 8.0 * 1024) + (2.0 * graphBatch);
        if (layout.AttentionDp > 1)
        {
            reservedMib += graphBatch * layout.AttentionDp * (graphBatch > 300 ? 4.5 : 3.0);
        }

        if (deviceMib > 60 * 1024)
        {
            reservedMib = Math.Max(reservedMib, 10 * 1024);
        }

        return new EnginePolicy
        {
            Composition = StepComposition.PrefillFirst,
            KvAdmission = KvAdmission.OnDemand,
            MaxBatchedTokens = chunk,
            MaxSequences = 2048,
            KvBlockTokens = 1,
            GraphSizes = CapturedBatches.Sglang(graphBatch),
            MemoryFraction = Math.Round((deviceMib - reservedMib) / deviceMib, 3),
        };
    }

    /// <summary>In-flight batching with chunked context, 8,192 tokens and 2,048 sequences; the KV cache takes 0.9 of what is free after loading.</summary>
    private static EnginePolicy TensorRtLlm() => new()
    {
        Composition = StepComposition.Mixed,
        KvAdmission = KvAdmission.WholeSequence,
        MaxBatchedTokens = 8192,
        MaxSequences = 2048,
        KvBlockTokens = 32,
        MemoryFraction = 0.90,
        FractionOfFree = true,
        KeepsAnswerOnPreemption = true,
        GraphSizes = CapturedBatches.TensorRtLlm,
    };

    private static bool IsAtLeast(EngineVersion version, int major, int minor)
    {
        var parts = version.Version.Split('.');
        return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var a)
            && parts.Length > 1
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var b)
            && (a, b).CompareTo((major, minor)) >= 0;
    }
}
