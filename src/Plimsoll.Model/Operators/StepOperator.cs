using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Steps;

namespace Plimsoll.Model.Operators;

/// <summary>One kind of work in a step, repeated over layers. The typed role says which part of the batch it works on.</summary>
/// <param name="Name">The operator's name in explanations, e.g. <c>qkv_gemm</c>.</param>
/// <param name="Role">The part of the batch that it works on.</param>
/// <param name="Launches">How many times it runs in one step.</param>
public abstract record StepOperator(string Name, OperatorRole Role, int Launches)
{
    /// <summary>What a reader must know about its times, or null.</summary>
    public string? Note { get; init; }

    /// <summary>Where its times come from, or null.</summary>
    public virtual string? Source => null;

    /// <summary>One of <see cref="OperatorFamilies"/>; null when no correction is meant for it.</summary>
    public string? Family { get; init; }

    /// <summary>How many kernels (or as much host work as so many) one launch of it is when it runs outside a CUDA graph.</summary>
    public int Kernels { get; init; } = 1;

    /// <summary>The time of all launches in a step of the given shape.</summary>
    public abstract KernelTime Price(in BatchShape shape);

    /// <summary>The same operator when its kernels take <paramref name="factor"/> times as long.</summary>
    public abstract StepOperator Corrected(double factor);

    /// <summary>A time repeated over all launches.</summary>
    protected KernelTime Repeat(in KernelTime once) => once with { Ms = once.Ms * Launches };
}
