using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Tables;

namespace Plimsoll.Deployment.Runtimes;

/// <summary>A release of Dynamo and the engines that its runtime images hold.</summary>
/// <param name="Version">The release, which is also the images' tag.</param>
/// <param name="Vllm">The vLLM release inside.</param>
/// <param name="Sglang">The SGLang release inside.</param>
/// <param name="TensorRtLlm">The TensorRT-LLM release inside.</param>
public sealed record DynamoRelease(string Version, string Vllm, string Sglang, string TensorRtLlm)
{
    private const string FirstWithRoleWord = "1.0.0";

    /// <summary>The engine inside.</summary>
    public EngineVersion Engine(BackendKind backend) => new(backend, backend switch
    {
        BackendKind.Vllm => Vllm,
        BackendKind.Sglang => Sglang,
        _ => TensorRtLlm,
    });

    /// <summary>The runtime image of an engine.</summary>
    public string Image(BackendKind backend) =>
        $"nvcr.io/nvidia/ai-dynamo/{(backend == BackendKind.TensorRtLlm ? "tensorrtllm" : backend.Name())}-runtime:{Version}";

    /// <summary>How a vLLM worker is told its role: <c>--disaggregation-mode</c> since 1.0.0, a switch before.</summary>
    public IReadOnlyList<string> VllmRole(WorkerRole role) =>
        ReleaseOrder.Instance.Compare(Version, FirstWithRoleWord) >= 0 ? ["--disaggregation-mode", role.Name()] : [$"--is-{role.Name()}-worker"];
}
