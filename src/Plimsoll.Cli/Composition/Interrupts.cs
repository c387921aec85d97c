using System.Runtime.InteropServices;

namespace Plimsoll.Cli.Composition;

/// <summary>Lets a long run end cleanly on Ctrl-C: the first interrupt cancels it, a second one ends the process as ever.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;

    private Interrupts() => _signals =
        [PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel)];

    /// <summary>Cancelled by the first interrupt.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Begins to watch.</summary>
    public static Interrupts Watch() => new();

    /// <summary>Cancels as an interrupt does.</summary>
    public void Interrupt() => _source.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _source.Dispose();
    }

    private void Cancel(PosixSignalContext context)
    {
        if (!_source.IsCancellationRequested)
        {
            context.Cancel = true;
            Interrupt();
        }
    }
}
