using Plimsoll.Serving.Engines;

namespace Plimsoll.Planning.Search;

/// <summary>One backend release on the systems of the question.</summary>
/// <param name="Workers">Builds aggregated and prefill workers, on the request's system.</param>
/// <param name="DecodeWorkers">Builds decode workers, on the request's decode system; the same object where both systems are one.</param>
public sealed record BackendOption(IEngineFactory Workers, IEngineFactory DecodeWorkers);
