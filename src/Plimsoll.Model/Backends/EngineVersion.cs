namespace Plimsoll.Model.Backends;

/// <summary>A backend and the release of it whose behaviour and kernel times are meant, e.g. <c>vllm 0.24.0</c>.</summary>
/// <param name="Backend">The engine.</param>
/// <param name="Version">The release as its publisher spells it (PEP 440), e.g. <c>1.3.0rc20</c>.</param>
public sealed record EngineVersion(BackendKind Backend, string Version)
{
    /// <summary>The engine and release as one phrase, e.g. <c>vllm 0.24.0</c>.</summary>
    public override string ToString() => $"{Backend.Name()} {Version}";
}
