namespace Plimsoll.Planning.Requests;

/// <summary>How clients that wait for their answers load a simulated run.</summary>
public enum LoadProtocol
{
    /// <summary>All start at once; the start and the end of the run count. What benchmark tools do at a given concurrency.</summary>
    Closed,

    /// <summary>As in the middle of a long run: clients are out of step from the beginning, and neither start nor end count.</summary>
    Steady,
}
