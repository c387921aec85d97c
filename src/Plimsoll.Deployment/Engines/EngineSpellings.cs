using Plimsoll.Model.Backends;

namespace Plimsoll.Deployment.Engines;

/// <summary>All spellings of all engines.</summary>
public static class EngineSpellings
{
    /// <summary>The spellings of a backend, over all of its releases.</summary>
    public static IReadOnlyList<EngineSpelling> Of(BackendKind backend) => backend switch
    {
        BackendKind.Vllm => VllmSpellings.All,
        BackendKind.Sglang => SglangSpellings.All,
        _ => TensorRtLlmSpellings.All,
    };

    /// <summary>How a release spells a setting; null when it has no such setting.</summary>
    public static EngineSpelling? Find(EngineVersion version, EngineKey key) =>
        Of(version.Backend).FirstOrDefault(spelling => spelling.Key == key && spelling.Covers(version.Version));
}
