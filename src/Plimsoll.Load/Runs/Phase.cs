using System.Threading.Channels;
using Plimsoll.Load.Endpoints;
using Plimsoll.Load.Records;

namespace Plimsoll.Load.Runs;

/// <summary>A phase while it runs.</summary>
internal sealed class Phase(PhaseSettings settings, long startNs, ChannelWriter<RequestRecord> finished, CancellationToken stop, CancellationToken cut)
{
    private const int MostRefusals = 256;
    private int _claimed;
    private int _refusals;

    /// <summary>What was asked.</summary>
    public PhaseSettings Settings => settings;

    /// <summary>When it began.</summary>
    public long StartNs => startNs;

    /// <summary>Takes finished requests.</summary>
    public ChannelWriter<RequestRecord> Finished => finished;

    /// <summary>Cancelled when nothing more may be sent.</summary>
    public CancellationToken Stop => stop;

    /// <summary>Cancelled when what is under way is cut off.</summary>
    public CancellationToken Cut => cut;

    /// <summary>Notes how a request ended. A server that cannot be reached again and again is not asked for ever.</summary>
    public void Note(RequestRecord record)
    {
        if (record.Failure is { Kind: FailureKind.Connection })
        {
            Interlocked.Increment(ref _refusals);
        }
        else
        {
            Volatile.Write(ref _refusals, 0);
        }
    }

    /// <summary>Whether nothing more may be sent.</summary>
    public bool IsOver => IsUnreachable || stop.IsCancellationRequested || Volatile.Read(ref _claimed) >= (settings.Requests ?? int.MaxValue);

    private bool IsUnreachable => settings.Duration is not null && Volatile.Read(ref _refusals) >= MostRefusals;

    /// <summary>Claims the number of the next request, or learns that there is none.</summary>
    public bool TryClaim(out int number)
    {
        number = Interlocked.Increment(ref _claimed) - 1;
        return number < (settings.Requests ?? int.MaxValue) && !stop.IsCancellationRequested && !IsUnreachable;
    }
}
