using Plimsoll.Serving.SteadyStates;

namespace Plimsoll.Planning.Search;

/// <summary>A worker in the role of a decode worker.</summary>
internal sealed record DecodeOption(WorkerOption Worker, DecodePool Pool);
