namespace Plimsoll.Model.Steps;

/// <summary>Prices one iteration of one worker: the border between the engine's physics and everything that schedules on it.</summary>
public interface IStepPricer
{
    /// <summary>Milliseconds of one iteration of <paramref name="shape"/> (per attention data-parallel rank). Allocation-free.</summary>
    double StepMs(in BatchShape shape);

    /// <summary>
    /// What the step takes of GPU and host, for schedulers that overlap them. Allocation-free. Engines without host times are all GPU.
    /// </summary>
    StepTimes Times(in BatchShape shape) => new(StepMs(shape));

    /// <summary>The same price taken apart; <see cref="StepCost.Ms"/> equals <see cref="StepMs"/>.</summary>
    StepCost Explain(in BatchShape shape);
}
