using Plimsoll.Model.Backends;
using Plimsoll.Model.Models;
using Plimsoll.Model.Systems;
using Plimsoll.Serving.Engines;

namespace Plimsoll.Profiling.Validation.Predictions;

/// <summary>A model as one engine release serves it on one system.</summary>
/// <param name="Model">The model.</param>
/// <param name="System">The GPU node.</param>
/// <param name="Version">The release whose behaviour is predicted.</param>
/// <param name="Workers">Builds workers.</param>
/// <param name="Notes">What a reader must know.</param>
internal sealed record ServedModel(ModelSpec Model, GpuSystem System, EngineVersion Version, ModelledEngineFactory Workers, IReadOnlyList<string> Notes);
