using System.Globalization;
using Plimsoll.Profiling.Measurements;
using Plimsoll.Serving.Policies;

namespace Plimsoll.Profiling.Validation.Predictions;

/// <summary>Applies the launch arguments of a measured engine to its default policy; says which ones change nothing that is predicted.</summary>
internal sealed class LaunchSettings
{
    // Flags that change where or how the engine runs, not what its steps cost; or that the layout has already taken into account.
    private static readonly string[] WithoutEffect =
    [
        "--host", "--port", "--seed", "--load-format", "--generation-config", "--served-model-name", "--disable-log-requests",
        "--disable-log-stats", "--trust-remote-code", "--kv-transfer-config", "--kv-cache-dtype", "--enable-chunked-prefill", "--enable-prefix-caching",
        "--tensor-parallel-size", "-tp", "--data-parallel-size", "-dp", "--pipeline-parallel-size", "-pp", "--enable-expert-parallel", "-ep",
    ];

    private LaunchSettings(EnginePolicy policy) => Policy = policy;

    /// <summary>The policy with every argument applied that it knows.</summary>
    public EnginePolicy Policy { get; private set; }

    /// <summary>Longest sequence, where an argument bounds it.</summary>
    public int? MaxSequenceTokens { get; private set; }

    /// <summary>Arguments that the prediction does not know, each a sentence.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Applies arguments in their order.</summary>
    public static LaunchSettings Apply(EnginePolicy policy, IReadOnlyList<string> arguments)
    {
        var settings = new LaunchSettings(policy);
        for (var i = 0; i < arguments.Count; i++)
        {
            var parts = arguments[i].Split('=', 2);
            var value = parts.Length == 2 ? parts[1] : i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal) ? arguments[++i] : "";
            settings.Apply(parts[0].Replace('_', '-'), value);
        }

        return settings;
    }

    /// <summary>Applies settings that are assumed rather than recorded.</summary>
    public void Assume(AssumedLaunch assumed) => Policy = Policy with
    {
        MaxBatchedTokens = assumed.MaxBatchedTokens ?? Policy.MaxBatchedTokens,
        MaxSequences = assumed.MaxSequences ?? Policy.MaxSequences,
        ChunkedPrefill = assumed.ChunkedPrefill ?? Policy.ChunkedPrefill,
        MemoryFraction = assumed.MemoryFraction ?? Policy.MemoryFraction,
        MaxPrefillTokens = assumed.MaxPrefillTokens ?? Policy.MaxPrefillTokens,
        MixedChunk = assumed.MixedChunk ?? Policy.MixedChunk,
        ReceiveInterval = assumed.ReceiveInterval ?? Policy.ReceiveInterval,
    };

    private void Apply(string flag, string value)
    {
        var isCount = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0;
        switch (flag)
        {
            case "--max-num-batched-tokens" or "--chunked-prefill-size" or "--max-num-tokens" when isCount:
                Policy = Policy with { MaxBatchedTokens = count };
                break;
            case "--max-num-seqs" or "--max-running-requests" or "--max-batch-size" when isCount:
                Policy = Policy with { MaxSequences = count };
                break;
            case "--block-size" or "--page-size" or "--tokens-per-block" when isCount:
                Policy = Policy with { KvBlockTokens = count };
                break;
            case "--max-model-len" or "--context-length" or "--max-seq-len" when isCount:
                MaxSequenceTokens = count;
                break;
            case "--long-prefill-token-threshold" when isCount:
                Policy = Policy with { LongPrefillTokenThreshold = count };
                break;
            case "--gpu-memory-utilization" or "--mem-fraction-static" or "--kv-cache-free-gpu-mem-fraction"
                when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 1:
                Policy = Policy with { MemoryFraction = share };
                break;
            case "--no-enable-prefix-caching" or "--disable-radix-cache":
                Policy = Policy with { PrefixCaching = false };
                break;
            case "--no-enable-chunked-prefill":
                Policy = Policy with { ChunkedPrefill = false };
                break;
            case "--no-async-scheduling" or "--disable-overlap-schedule":
                Policy = Policy with { AsyncScheduling = false };
                break;
            default:
                if (!WithoutEffect.Contains(flag))
                {
                    Notes.Add($"launch argument {flag}{(value.Length > 0 ? " " + value : "")} is not part of the prediction");
                }

                break;
        }
    }
}
