using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Tables;

namespace Plimsoll.Profiling.Measurements.Silicon;

/// <summary>
/// What is assumed of the launch of a row: the table records no engine flags, but its collections were launched in one way each.
/// </summary>
/// <remarks>
/// The rows with fixed lengths are runs of deployments that AIConfigurator generated. Its files bound TensorRT-LLM to
/// isl + osl + batch tokens a step without chunking, vLLM to isl + 2,012 tokens, and mix SGLang's prompts with decode rows (isl + 1,500 tokens).
/// TensorRT-LLM keeps an fp8 KV cache with fp8 and fp4 checkpoints. The public benchmark's scripts set <c>--scheduler-recv-interval</c> for SGLang on Blackwell; the residuals
/// there are whole decode steps, half an interval and a few. Its other flags are unknown and left at their defaults.
/// </remarks>
internal static class SiliconLaunch
{
    private const int TrtllmAlignment = 32;
    private const double TrtllmMemoryFraction = 0.8;
    private const int VllmHeadroom = 1500 + 512;
    private const int SglangHeadroom = 1500;
    private const string MixingSglang = "0.5.6";
    private const int ManyClients = 16;
    private const int PollingFewClients = 10;
    private const int PollingManyClients = 30;

    private static readonly string[] Blackwell = ["b200_sxm", "b300_sxm", "gb200", "gb300"];

    private const string Generated = "launched with the settings that AIConfigurator generates for its lengths";

    /// <summary>The assumption; null = the engine's defaults.</summary>
    /// <param name="row">The row.</param>
    /// <param name="clients">Clients of the load.</param>
    public static AssumedLaunch? Of(SiliconRow row, int clients)
    {
        var kv = row.Backend == BackendKind.TensorRtLlm && row.Precision is "fp8" or "fp4" ? "fp8" : null;
        if (row.IsDisaggregated || SiliconProtocol.HasRandomLengths(row))
        {
            return kv is not null ? new AssumedLaunch("TensorRT-LLM keeps an fp8 KV cache with this precision") { KvQuant = kv }
                : row.Backend == BackendKind.Sglang && Blackwell.Contains(row.System) ? Polling(clients)
                : null;
        }

        int isl = row.Isl!.Value, sequence = isl + row.Osl!.Value + (row.Workers.Batch ?? 1);
        return row.Backend switch
        {
            BackendKind.TensorRtLlm => new AssumedLaunch(Generated)
            {
                MaxBatchedTokens = (sequence + TrtllmAlignment - 1) / TrtllmAlignment * TrtllmAlignment,
                ChunkedPrefill = false,
                MemoryFraction = TrtllmMemoryFraction,
                KvQuant = kv,
            },
            BackendKind.Vllm => new AssumedLaunch(Generated) { MaxBatchedTokens = isl + VllmHeadroom },
            BackendKind.Sglang when ReleaseOrder.Instance.Compare(row.Version, MixingSglang) >= 0 =>
                new AssumedLaunch(Generated) { MaxPrefillTokens = isl + SglangHeadroom, MixedChunk = true },
            _ => null,
        };
    }

    private static AssumedLaunch Polling(int clients) =>
        new("the public benchmark's scripts let SGLang on Blackwell look for requests every 10 steps, from 16 clients on every 30")
        {
            ReceiveInterval = clients < ManyClients ? PollingFewClients : PollingManyClients,
        };
}
