namespace Plimsoll.Model.Steps;

/// <summary>What one step takes of the GPU and of the host that prepares and launches it.</summary>
/// <remarks>
/// An engine that plans ahead prepares and launches a step while the GPU computes the one before. Kernels outside a CUDA graph are launched
/// one by one, and the GPU starts each as soon as it is launched: a step ends when all are computed and the last is launched.
/// </remarks>
/// <param name="GpuMs">The GPU, when every kernel is launched in time.</param>
/// <param name="PrepareMs">The host before the first kernel.</param>
/// <param name="LaunchMs">The host from there for launching all kernels one by one; does not apply to steps that replay a CUDA graph.</param>
public readonly record struct StepTimes(double GpuMs, double PrepareMs = 0, double LaunchMs = 0);
