namespace Plimsoll.Load.Endpoints;

/// <summary>Why a request failed, in AIPerf's terms.</summary>
/// <param name="Kind">The class.</param>
/// <param name="Code">The HTTP status, or null where there is none.</param>
/// <param name="Type">A short name of the reason.</param>
/// <param name="Message">What the server or the system said, cut to a bounded length. The same for the same cause.</param>
public sealed record RequestFailure(FailureKind Kind, int? Code, string Type, string Message);
