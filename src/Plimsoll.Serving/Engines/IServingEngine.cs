using Plimsoll.Model.Backends;
using Plimsoll.Model.Memory;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Steps;
using Plimsoll.Model.Systems;
using Plimsoll.Serving.Paths;

namespace Plimsoll.Serving.Engines;

/// <summary>
/// One worker as everything that schedules on it sees it: what a step costs, what fits, and what happens outside the engine.
/// Implementations are immutable and safe to use from several threads.
/// </summary>
/// <remarks>
/// <see cref="IStepPricer.StepMs"/> is the time in which one batch passes <em>all</em> pipeline stages, hops between them included;
/// a worker with <c>pp</c> stages has up to <c>pp</c> such batches in flight. Shapes are per attention data-parallel rank, all ranks in lock step.
/// An empty shape costs nothing.
/// </remarks>
public interface IServingEngine : IStepPricer
{
    /// <summary>How the worker is spread over GPUs.</summary>
    ParallelLayout Layout { get; }

    /// <summary>The backend and release whose behaviour is priced.</summary>
    EngineVersion Version { get; }

    /// <summary>The kind of GPU node it runs on.</summary>
    GpuSystem System { get; }

    /// <summary>Constant milliseconds of a request outside the engine's steps: front end, tokenising, the way to the scheduler and back.</summary>
    double RequestPathMs { get; }

    /// <summary>The same path taken apart: what queues in the front end and what merely delays.</summary>
    RequestPath Path => new(0, RequestPathMs / 2, RequestPathMs / 2);

    /// <summary>Bytes of KV cache that one token of one sequence takes, all layers and heads, one copy: what moves when a prompt changes workers.</summary>
    double KvBytesPerToken { get; }

    /// <summary>
    /// How long the host is busy launching a step kernel by kernel, ms; 0 where it replays a CUDA graph. A step cannot end before it is
    /// launched, and until then the host of an engine that schedules asynchronously neither plans nor hands out the tokens of the step before.
    /// <see cref="IStepPricer.StepMs"/> does not count it: that is the time of GPUs that are never kept waiting.
    /// </summary>
    double LaunchMs(in BatchShape shape) => 0;

    /// <summary>The memory of one GPU of the worker under launch settings.</summary>
    MemoryLedger Memory(EngineLimits limits);
}
