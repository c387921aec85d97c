using Plimsoll.Load.Endpoints;
using Plimsoll.Load.Prompts;

namespace Plimsoll.Load.Records;

/// <summary>Everything that was observed of one request. Times are ns on the run's clock; 0 where something did not happen.</summary>
public sealed class RequestRecord
{
    /// <summary>Its number within its phase, in the order of sending.</summary>
    public required int Number { get; init; }

    /// <summary>What was sent.</summary>
    public required PreparedRequest Request { get; init; }

    /// <summary>Which phase of the run it belongs to, from 0.</summary>
    public required int PhaseIndex { get; init; }

    /// <summary>Whether it belongs to the warm-up.</summary>
    public required bool IsWarmup { get; init; }

    /// <summary>Whether its answer is streamed.</summary>
    public required bool IsStreamed { get; init; }

    /// <summary>When it should have been sent.</summary>
    public required long IntendedNs { get; init; }

    /// <summary>When its sending began: latencies count from here.</summary>
    public long StartNs { get; set; }

    /// <summary>How long connecting took within the request; 0 over a connection that was open already.</summary>
    public long ConnectingNs { get; set; }

    /// <summary>Whether the connection was open already.</summary>
    public bool ConnectionReused { get; set; }

    /// <summary>When the first byte was handed to the kernel.</summary>
    public long FirstWriteNs { get; set; }

    /// <summary>When the last byte was handed to the kernel.</summary>
    public long LastWriteNs { get; set; }

    /// <summary>How many writes it took.</summary>
    public int Writes { get; set; }

    /// <summary>When the answer's head was received.</summary>
    public long AcknowledgedNs { get; set; }

    /// <summary>When each piece with content was received; of a streamed answer one for each event, else one in all. Never descending.</summary>
    public long[] ContentNs { get; set; } = [];

    /// <summary>When the first piece with other content than reasoning was received.</summary>
    public long FirstAnswerNs { get; set; }

    /// <summary>When the answer ended, or the failure was seen.</summary>
    public long FinishedNs { get; set; }

    /// <summary>Reads that brought parts of the answer's body.</summary>
    public int Reads { get; set; }

    /// <summary>Bytes of the answer's body.</summary>
    public long BytesReceived { get; set; }

    /// <summary>Whether a streamed answer ended with <c>[DONE]</c>.</summary>
    public bool SawDone { get; set; }

    /// <summary>The server's token counts.</summary>
    public TokenUsage? Usage { get; set; }

    /// <summary>The answer's text, kept only to be tokenised where the server does not count.</summary>
    public string? Text { get; set; }

    /// <summary>The reasoning's text, kept likewise.</summary>
    public string? Reasoning { get; set; }

    /// <summary>The token counts that metrics use; known once the record is complete.</summary>
    public TokenCounts Tokens { get; set; }

    /// <summary>Why it failed; null when it did not.</summary>
    public RequestFailure? Failure { get; set; }

    /// <summary>Whether it succeeded.</summary>
    public bool Succeeded => Failure is null;

    /// <summary>The end that latency counts to: the last content, or of a failure the moment it was seen.</summary>
    public long EndNs => Succeeded && ContentNs.Length > 0 ? ContentNs[^1] : FinishedNs;
}
