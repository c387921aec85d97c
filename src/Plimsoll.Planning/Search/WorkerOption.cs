using Plimsoll.Model.Parallelism;
using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.SteadyStates;

namespace Plimsoll.Planning.Search;

/// <summary>A worker that exists and holds at least one sequence.</summary>
/// <param name="Backend">Position of its backend in the problem.</param>
/// <param name="Engine">Its prices and memory.</param>
/// <param name="Policy">How it schedules.</param>
/// <param name="Limits">Its launch settings.</param>
/// <param name="Capacity">How many sequences it runs at once.</param>
internal sealed record WorkerOption(
    int Backend, IServingEngine Engine, EnginePolicy Policy, EngineLimits Limits, WorkerCapacity Capacity)
{
    public ParallelLayout Layout => Engine.Layout;

    public int Gpus => Engine.Layout.Gpus;
}
