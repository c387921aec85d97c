using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.SteadyStates;

/// <summary>A kind of prefill worker: how long a prompt takes and how many it can take. Priced when made, then immutable.</summary>
public sealed class PrefillPool
{
    private readonly PrefillOnlyCurve _curve;

    /// <summary>Workers of one engine.</summary>
    /// <exception cref="ArgumentException">A worker cannot hold a single prompt.</exception>
    public PrefillPool(IServingEngine engine, EnginePolicy policy, EngineLimits limits, RequestShape request)
    {
        var promptOnly = request with { Osl = 1 };
        Engine = engine;
        PathMs = engine.PathMs(request.Isl);
        Limits = limits;
        Capacity = new WorkerCapacity(engine, policy, limits, promptOnly);
        if (Capacity.SequencesPerSlot == 0)
        {
            throw new ArgumentException("the KV cache cannot hold one prompt", nameof(engine));
        }

        _curve = new PrefillOnlyCurve(new PromptPricer(engine, promptOnly), limits.MaxBatchedTokens, Capacity.SequencesPerSlot);
        for (var position = 0; position <= _curve.Last; position++)
        {
            _ = _curve[position];
        }

        PromptsPerStep = (int)_curve[_curve.Last].PromptsTogether;
    }

    /// <summary>The engine of a worker.</summary>
    public IServingEngine Engine { get; }

    /// <summary>What a request alone spends outside its step, ms.</summary>
    public double PathMs { get; }

    /// <summary>Its launch settings.</summary>
    public EngineLimits Limits { get; }

    /// <summary>What it holds.</summary>
    public WorkerCapacity Capacity { get; }

    /// <summary>Whole prompts that fit one step, at least 1.</summary>
    public int PromptsPerStep { get; }

    /// <summary>Time to first token of a prompt that comes to an idle worker, without the request path, ms.</summary>
    public double LonePrefillMs => _curve[0].PrefillMs;

    /// <summary>The most prompts per ms of one worker, when each must be held for <paramref name="transferMs"/> after its computation.</summary>
    public double HighestRatePerMs(double transferMs) =>
        Capacity.Slots * Math.Min(_curve.PromptCapacityPerMs, Capacity.SequencesPerSlot / (LonePrefillMs + transferMs));

    /// <summary>Mean time from arrival to first token, without the request path, when the others use the share <paramref name="load"/> of the capacity; infinite from 1 on.</summary>
    public double TtftMs(double load) => At(load).TtftMs;

    /// <summary>What a prompt meets when the others use the share <paramref name="load"/> of the capacity.</summary>
    internal LoadNode At(double load) => _curve.At(Math.Min(load, 1) * _curve.Last);
}
