using Plimsoll.Model.Backends;

namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>How far building or checking an atlas has come.</summary>
/// <param name="System">The system of the release that was just finished.</param>
/// <param name="Engine">The release that was just finished.</param>
/// <param name="Releases">Releases finished so far.</param>
/// <param name="Bytes">Bytes of all sections so far; 0 when checking.</param>
public sealed record AtlasProgress(string System, EngineVersion Engine, int Releases, long Bytes);
