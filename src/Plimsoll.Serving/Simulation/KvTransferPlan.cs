using Plimsoll.Serving.Transfers;

namespace Plimsoll.Serving.Simulation;

/// <summary>How the KV cache of a prompt moves from a prefill to a decode worker.</summary>
/// <param name="Link">Bandwidth and constant time.</param>
/// <param name="MaxConcurrent">Transfers that one worker sends or receives at once; further ones wait. At least 1; concurrent ones share the bandwidth.</param>
/// <param name="OverlapsLayers">Whether layers move while later ones are still computed, so that only what exceeds the prefill is waited for;
/// otherwise the transfer starts when the prompt is done.</param>
/// <param name="FirstTokenFromPrefill">Whether the client gets the prefill worker's token as its first (SGLang, TensorRT-LLM); otherwise the decode
/// worker's first step makes the first token that the client sees (vLLM with its connectors).</param>
/// <param name="HandoverMs">Constant time from the end of prefill to the decode worker's front end: the proxy's second leg.</param>
/// <param name="ReceiverStallShare">Share of the time of a transfer's bytes in which its receiver starts no step, because the thread that launches its
/// steps launches the copies too; 0 where something else does. In vLLM's NIXL connector each KV block of each layer is such a copy; over CUDA IPC launching them
/// takes most of the transfer (vLLM issue 55434: 57 %; NIXL issue 1514).</param>
public sealed record KvTransferPlan(
    KvLink Link, int MaxConcurrent = int.MaxValue, bool OverlapsLayers = false, bool FirstTokenFromPrefill = false, double HandoverMs = 0,
    double ReceiverStallShare = 0);
