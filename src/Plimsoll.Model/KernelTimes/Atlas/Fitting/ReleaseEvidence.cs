using Plimsoll.Model.Backends;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Atlas.Fitting;

/// <summary>All measurements of one release on one system.</summary>
/// <param name="System">The GPU.</param>
/// <param name="Engine">Backend and release.</param>
/// <param name="Sections">Its measurements by operator and format.</param>
internal sealed record ReleaseEvidence(GpuSystem System, EngineVersion Engine, IReadOnlyList<SectionEvidence> Sections);
