namespace Plimsoll.Load.Endpoints;

/// <summary>Takes the events of a stream.</summary>
internal interface IEventHandler
{
    /// <summary>An event has ended.</summary>
    /// <param name="isError">Whether its type is <c>error</c>.</param>
    /// <param name="data">Its data lines, joined by line feeds; valid during the call only.</param>
    void OnEvent(bool isError, ReadOnlySpan<byte> data);
}
