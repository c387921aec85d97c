using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Plimsoll.Load.Records;
using Plimsoll.Load.Timing;

namespace Plimsoll.Load.Endpoints;

/// <summary>
/// One connection and everything a request over it needs, reused from request to request. It carries one request at a time; the pool of
/// lanes is as large as the most requests under way at once.
/// </summary>
internal sealed class Lane : IEventHandler, IDisposable
{
    private const int BufferBytes = 1 << 15;
    private const int LongestAnswer = 1 << 26;
    private const int LongestError = 1 << 14;

    private readonly EndpointTarget _target;
    private readonly Connections _connections;
    private readonly RunClock _clock;
    private readonly HttpMessageInvoker _http;
    private readonly EventStreamParser _events;
    private readonly AnswerReader _answer = new();
    private readonly List<long> _contentNs = [];
    private readonly byte[] _buffer = new byte[BufferBytes];
    private MeteredStream? _opened;
    private MeteredStream? _meter;
    private RequestRecord _record = null!;
    private long _pieceNs;

    public Lane(EndpointTarget target, Connections connections, RunClock clock, bool keepText)
    {
        (_target, _connections, _clock) = (target, connections, clock);
        _events = new EventStreamParser(this);
        _answer.KeepsText = keepText;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync,
            MaxConnectionsPerServer = 1,
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            MaxResponseDrainSize = 1 << 20,
        });
    }

    /// <summary>Opens the connection ahead of the first request. That it cannot be opened is left for that request to find.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        try
        {
            _opened = await _connections.OpenAsync(cancellation);
        }
        catch (SocketException)
        {
            _opened = null;
        }
    }

    /// <summary>Sends a request and fills in its record. Only a bug throws.</summary>
    /// <param name="record">What to send; its times and its outcome are filled in.</param>
    /// <param name="cancellation">Ends the request early.</param>
    public async Task SendAsync(RequestRecord record, CancellationToken cancellation)
    {
        _record = record;
        _answer.Reset();
        _events.Reset();
        _contentNs.Clear();
        record.ConnectionReused = true;
        _meter?.BeginRequest();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(_target.Timeout);
        record.StartNs = _clock.Now;
        try
        {
            await ExchangeAsync(record, deadline.Token);
            if (_contentNs.Count == 0)
            {
                throw new RequestFailedException(FailureKind.Empty, "EmptyAnswer", "the answer ended without any content");
            }
        }
        catch (RequestFailedException failed)
        {
            record.Failure = failed.Failure;
        }
        catch (OperationCanceledException)
        {
            record.Failure = cancellation.IsCancellationRequested
                ? new RequestFailure(FailureKind.Cancelled, 499, "RequestCancellationError", "the run ended before the answer")
                : new RequestFailure(FailureKind.Timeout, null, "TimeoutError", $"no complete answer within {_target.Timeout.TotalSeconds:0.###} s");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or SocketException)
        {
            record.Failure = Describe(broken);
        }

        record.FinishedNs = Math.Max(_clock.Now, record.StartNs);
        Complete(record);
    }

    /// <inheritdoc/>
    public void OnEvent(bool isError, ReadOnlySpan<byte> data)
    {
        if (isError)
        {
            throw new RequestFailedException(FailureKind.ErrorEvent, "ErrorEvent", AnswerReader.Excerpt(data), 502);
        }

        if (_record.SawDone)
        {
            return;
        }

        if (data.SequenceEqual("[DONE]"u8))
        {
            _record.SawDone = true;
            return;
        }

        _answer.Read(data);
        NoteContent();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _opened?.Dispose();
    }

    private static RequestFailure Describe(Exception broken)
    {
        for (var cause = broken; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
            {
                var kind = socket.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown
                    ? FailureKind.Cut
                    : FailureKind.Connection;
                return new RequestFailure(kind, null, socket.SocketErrorCode.ToString(), socket.Message);
            }
        }

        return broken switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => Cut(broken),
            HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => Cut(broken),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => new(FailureKind.Malformed, null, "InvalidResponse", broken.Message),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new(FailureKind.Connection, null, "SecureConnectionError", broken.Message),
            _ => new(FailureKind.Cut, null, broken.GetType().Name, broken.Message),
        };
    }

    private static RequestFailure Cut(Exception broken) => new(FailureKind.Cut, null, "ResponseEnded", broken.Message);

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        _meter?.Dispose();
        if (_opened is { } ready)
        {
            (_meter, _opened) = (ready, null);
            return ready;
        }

        var began = _clock.Now;
        _meter = await _connections.OpenAsync(cancellation);
        _record.ConnectingNs = _clock.Now - began;
        _record.ConnectionReused = false;
        return _meter;
    }

    private async Task ExchangeAsync(RequestRecord record, CancellationToken cancellation)
    {
        using var message = Message(record);
        using var response = await _http.SendAsync(message, cancellation);
        record.AcknowledgedNs = _meter!.LastReceiveNs;
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        if (!response.IsSuccessStatusCode)
        {
            var text = await ReadWholeAsync(body, LongestError, cutShort: true, cancellation);
            throw new RequestFailedException(FailureKind.Status, response.ReasonPhrase ?? response.StatusCode.ToString(), AnswerReader.Excerpt(text), (int)response.StatusCode);
        }

        if (!_target.Streaming)
        {
            var whole = await ReadWholeAsync(body, LongestAnswer, cutShort: false, cancellation);
            _pieceNs = _meter.LastReceiveNs;
            _answer.Read(whole);
            NoteContent();
            return;
        }

        if (response.Content.Headers.ContentType?.MediaType is { } type && !type.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            var text = await ReadWholeAsync(body, LongestError, cutShort: true, cancellation);
            throw new RequestFailedException(FailureKind.Malformed, "NotAnEventStream", $"a stream was asked for, {type} came: {AnswerReader.Excerpt(text)}");
        }

        await ReadEventsAsync(record, body, cancellation);
    }

    private HttpRequestMessage Message(RequestRecord record)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, _target.Address)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(record.Request.Body),
        };
        message.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        message.Headers.TryAddWithoutValidation("Accept", _target.Streaming ? "text/event-stream" : "application/json");
        message.Headers.TryAddWithoutValidation("User-Agent", "plimsoll");
        foreach (var (name, value) in _target.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content.Headers.Remove(name);
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    private async Task ReadEventsAsync(RequestRecord record, Stream body, CancellationToken cancellation)
    {
        int read;
        while ((read = await body.ReadAsync(_buffer, cancellation)) > 0)
        {
            _pieceNs = _meter!.LastReceiveNs;
            record.Reads++;
            record.BytesReceived += read;
            _events.Feed(_buffer.AsSpan(0, read));
        }

        _events.Finish();
    }

    private async Task<byte[]> ReadWholeAsync(Stream body, int most, bool cutShort, CancellationToken cancellation)
    {
        var whole = new ArrayBufferWriter<byte>(1024);
        int read;
        while ((read = await body.ReadAsync(_buffer, cancellation)) > 0)
        {
            _record.Reads++;
            _record.BytesReceived += read;
            if (whole.WrittenCount + read > most)
            {
                return cutShort
                    ? whole.WrittenSpan.ToArray()
                    : throw new RequestFailedException(FailureKind.Malformed, "OverlongAnswer", $"the answer has more than {most} bytes");
            }

            whole.Write(_buffer.AsSpan(0, read));
        }

        return whole.WrittenSpan.ToArray();
    }

    private void NoteContent()
    {
        if (!_answer.HasContent)
        {
            return;
        }

        _contentNs.Add(_pieceNs);
        if (_answer.HasAnswer && _record.FirstAnswerNs == 0)
        {
            _record.FirstAnswerNs = _pieceNs;
        }
    }

    private void Complete(RequestRecord record)
    {
        record.ContentNs = [.. _contentNs];
        record.Usage = _answer.Usage;
        if (_meter is { } meter)
        {
            (record.FirstWriteNs, record.LastWriteNs, record.Writes) = (meter.FirstWriteNs, meter.LastWriteNs, meter.Writes);
        }

        if (_answer.KeepsText && record.Usage?.Completion is null && record.Succeeded)
        {
            record.Text = Encoding.UTF8.GetString(_answer.Text.WrittenSpan);
            record.Reasoning = Encoding.UTF8.GetString(_answer.Reasoning.WrittenSpan);
        }
    }
}
