using Plimsoll.Serving.SteadyStates;

namespace Plimsoll.Planning.Search;

/// <summary>A worker in the role of a prefill worker.</summary>
internal sealed record PrefillOption(WorkerOption Worker, PrefillPool Pool);
