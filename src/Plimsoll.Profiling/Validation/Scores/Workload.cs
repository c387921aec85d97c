using Plimsoll.Model.Backends;
using Plimsoll.Profiling.Measurements;

namespace Plimsoll.Profiling.Validation.Scores;

/// <summary>Runs that answer the same question with different configurations.</summary>
/// <param name="Model">The model.</param>
/// <param name="System">The system.</param>
/// <param name="Backend">The engine.</param>
/// <param name="Mode">The way of serving.</param>
/// <param name="Isl">Nominal prompt tokens.</param>
/// <param name="Osl">Nominal answer tokens.</param>
/// <param name="Precision">The precision label.</param>
public sealed record Workload(string Model, string System, BackendKind Backend, string Mode, int Isl, int Osl, string Precision)
{
    /// <summary>The workload of a run.</summary>
    public static Workload Of(MeasuredExperiment experiment) => new(
        experiment.Engine.Model, experiment.Engine.System, experiment.Engine.Backend, experiment.Topology.Mode,
        experiment.Load.Isl, experiment.Load.Osl, experiment.Precision);
}
