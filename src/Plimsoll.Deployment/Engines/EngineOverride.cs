namespace Plimsoll.Deployment.Engines;

/// <summary>A setting of the user's own.</summary>
/// <param name="Role">Whose engine it is for.</param>
/// <param name="Name">The setting: a name of <see cref="EngineKeys"/>, or an engine's own, with underscores.</param>
/// <param name="Value">The value as given.</param>
/// <param name="Path">Where it was given, for errors.</param>
public sealed record EngineOverride(WorkerRole Role, string Name, string Value, string Path);
