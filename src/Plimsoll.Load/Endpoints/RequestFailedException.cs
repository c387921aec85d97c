namespace Plimsoll.Load.Endpoints;

/// <summary>A request failed.</summary>
internal sealed class RequestFailedException(FailureKind kind, string type, string message, int? code = null) : Exception(message)
{
    /// <summary>Why.</summary>
    public RequestFailure Failure => new(kind, code, type, Message);
}
