namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>A table file that may answer for a backend version, and how near it is to what was asked.</summary>
/// <param name="Path">Path below the systems root.</param>
/// <param name="Version">The release that the rows were measured with.</param>
/// <param name="Channel">Why this file may answer.</param>
public sealed record TableLocation(string Path, string Version, TableChannel Channel);
