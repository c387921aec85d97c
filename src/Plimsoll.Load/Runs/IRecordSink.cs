using Plimsoll.Load.Records;

namespace Plimsoll.Load.Runs;

/// <summary>Takes finished requests, one at a time, in the order of finishing.</summary>
public interface IRecordSink
{
    /// <summary>A request has ended, well or not; its token counts are settled.</summary>
    void Take(RequestRecord record);

    /// <summary>Nothing has come for a moment: a good time to hand buffered lines on.</summary>
    void Idle();
}
