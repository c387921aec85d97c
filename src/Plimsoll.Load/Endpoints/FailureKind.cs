namespace Plimsoll.Load.Endpoints;

/// <summary>Why a request failed.</summary>
public enum FailureKind
{
    /// <summary>No connection could be made.</summary>
    Connection,

    /// <summary>The server answered with an error status.</summary>
    Status,

    /// <summary>The connection ended before the answer did.</summary>
    Cut,

    /// <summary>It took longer than a request may.</summary>
    Timeout,

    /// <summary>The server reported an error inside the stream.</summary>
    ErrorEvent,

    /// <summary>The answer ended in order but had no content.</summary>
    Empty,

    /// <summary>The answer is not of the expected form.</summary>
    Malformed,

    /// <summary>The run ended, or was interrupted, while it was under way; no fault of the server.</summary>
    Cancelled,
}
