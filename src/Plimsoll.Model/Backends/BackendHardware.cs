using Plimsoll.Model.Systems;

namespace Plimsoll.Model.Backends;

/// <summary>Which engines exist for which makers of GPUs.</summary>
public static class BackendHardware
{
    /// <summary>Why the engine cannot run on the GPU, or null when it can.</summary>
    public static string? Refusal(BackendKind backend, GpuSystem system) =>
        backend == BackendKind.TensorRtLlm && system.SmVersion == 0
            ? $"TensorRT-LLM runs on NVIDIA GPUs only, and {system.Name} states no compute capability (gpu.sm_version)"
            : null;
}
