using Plimsoll.Model.Backends;
using Plimsoll.Model.Memory;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Speculation;
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

    /// <summary>
    /// Milliseconds that a request alone spends outside the GPU's work on the way to its first token: front end, tokenising, the way to the
    /// scheduler and back, and preparing its step.
    /// </summary>
    double RequestPathMs { get; }

    /// <summary>The same for a prompt of so many tokens, where its length matters.</summary>
    double PathMs(int promptTokens) => RequestPathMs;

    /// <summary>The path outside the engine taken apart: what queues in the front end and what merely delays.</summary>
    RequestPath Path => new(0, RequestPathMs / 2, RequestPathMs / 2);

    /// <summary>Bytes of KV cache that one token of one sequence takes, all layers and heads, one copy: what moves when a prompt changes workers.</summary>
    double KvBytesPerToken { get; }

    /// <summary>
    /// Speculative decoding, or null. Steps are priced per token that a sequence is given; a simulation that draws accepted tokens asks
    /// <see cref="SpeculativeEngine.RealStepMs"/> instead.
    /// </summary>
    SpeculativeDecoding? Speculation => null;

    /// <summary>The memory of one GPU of the worker under launch settings.</summary>
    MemoryLedger Memory(EngineLimits limits);
}
