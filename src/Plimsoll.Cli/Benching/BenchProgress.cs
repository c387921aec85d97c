using Plimsoll.Cli.Rendering;
using Plimsoll.Load.Records;
using Plimsoll.Load.Runs;
using Plimsoll.Load.Timing;

namespace Plimsoll.Cli.Benching;

/// <summary>Hands finished requests on and says every few seconds how far the run has come.</summary>
internal sealed class BenchProgress(IRecordSink next, RunClock clock, PhaseSettings phase, TextWriter log) : IRecordSink
{
    private const long PeriodNs = 5_000_000_000;
    private long _saidNs = clock.Now;
    private long _finished;
    private long _failed;

    /// <inheritdoc/>
    public void Take(RequestRecord record)
    {
        next.Take(record);
        if (record.IsWarmup)
        {
            return;
        }

        _finished++;
        _failed += record.Succeeded ? 0 : 1;
        if (clock.Now - _saidNs >= PeriodNs)
        {
            _saidNs = clock.Now;
            var of = phase.Requests is { } all ? $" of {Figures.Grouped((long)all)}" : "";
            log.WriteLine($"plimsoll: {Figures.Grouped(_finished)}{of} requests finished, {Figures.Grouped(_failed)} failed");
        }
    }

    /// <inheritdoc/>
    public void Idle() => next.Idle();
}
