using System.Net.Sockets;
using Plimsoll.Load.Timing;

namespace Plimsoll.Load.Endpoints;

/// <summary>A connection's bytes as they pass the socket: notes when the last ones were received and when writing began and ended.</summary>
internal sealed class MeteredStream(Socket socket, RunClock clock) : Stream
{
    /// <summary>When bytes were received last, ns.</summary>
    public long LastReceiveNs { get; private set; }

    /// <summary>When writing began after <see cref="BeginRequest"/>, ns; 0 before.</summary>
    public long FirstWriteNs { get; private set; }

    /// <summary>When the last bytes were handed to the kernel, ns.</summary>
    public long LastWriteNs { get; private set; }

    /// <summary>How many writes there were since <see cref="BeginRequest"/>.</summary>
    public int Writes { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Forgets the times of the request before.</summary>
    public void BeginRequest() => (FirstWriteNs, LastWriteNs, Writes) = (0, 0, 0);

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
        LastReceiveNs = clock.Now;
        return read;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Writes++ == 0)
        {
            FirstWriteNs = clock.Now;
        }

        while (!buffer.IsEmpty)
        {
            buffer = buffer[await socket.SendAsync(buffer, SocketFlags.None, cancellationToken)..];
        }

        LastWriteNs = clock.Now;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            socket.Dispose();
        }

        base.Dispose(disposing);
    }
}
