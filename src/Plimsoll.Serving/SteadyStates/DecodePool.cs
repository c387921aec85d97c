using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.SteadyStates;

/// <summary>A kind of decode worker: the time per token for every number of rows. Safe for several threads: a step priced twice
/// has the same price.</summary>
public sealed class DecodePool
{
    private readonly PromptPricer _pricer;
    private readonly double[] _stepMs;

    /// <summary>Workers of one engine.</summary>
    /// <exception cref="ArgumentException">A worker cannot hold a single sequence, or there is nothing to decode.</exception>
    public DecodePool(IServingEngine engine, EnginePolicy policy, EngineLimits limits, RequestShape request)
    {
        Engine = engine;
        Limits = limits;
        Capacity = new WorkerCapacity(engine, policy, limits, request);
        if (Capacity.SequencesPerSlot == 0 || request.DecodeSteps == 0)
        {
            throw new ArgumentException("the KV cache cannot hold one sequence, or the answer has one token", nameof(engine));
        }

        DecodeSteps = request.DecodeSteps;
        _pricer = new PromptPricer(engine, request);
        _stepMs = new double[Capacity.SequencesPerSlot + 2];
    }

    /// <summary>The engine of a worker.</summary>
    public IServingEngine Engine { get; }

    /// <summary>Its launch settings.</summary>
    public EngineLimits Limits { get; }

    /// <summary>What it holds.</summary>
    public WorkerCapacity Capacity { get; }

    /// <summary>Decode steps of a request.</summary>
    public int DecodeSteps { get; }

    /// <summary>A step with so many rows in each slot, linear between whole numbers; up to one row more than the slot holds.</summary>
    public double StepMs(double rows)
    {
        var low = (int)rows;
        var share = rows - low;
        var lowMs = Whole(low);
        return share <= 0 ? lowMs : lowMs + (share * (Whole(low + 1) - lowMs));
    }

    /// <summary>The most rows per slot with which a step takes no longer than <paramref name="tpotMs"/>; 0 when not even one does.</summary>
    public int RowsWithin(double tpotMs)
    {
        if (Whole(1) > tpotMs)
        {
            return 0;
        }

        var (low, high) = (1, Capacity.SequencesPerSlot + 1);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = Whole(middle) <= tpotMs ? (middle, high) : (low, middle);
        }

        return low;
    }

    private double Whole(int rows)
    {
        if (_stepMs[rows] == 0)
        {
            _stepMs[rows] = _pricer.Decode(rows);
        }

        return _stepMs[rows];
    }
}
