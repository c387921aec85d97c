using System.Net;
using System.Net.Sockets;
using System.Text;
using Plimsoll.Load.Endpoints;
using Plimsoll.Load.Prompts;
using Plimsoll.Load.Records;
using Plimsoll.Load.Timing;

namespace Plimsoll.Load.Runs;

/// <summary>
/// Sends a few requests to a server inside this process before the run, so that the first measured request does not pay for compiling
/// the client. Nothing of it reaches the server under test.
/// </summary>
public static class Rehearsal
{
    private const int Requests = 24;
    private const int Clients = 4;
    private const int Tokens = 16;

    /// <summary>Rehearses requests of the kind that will be sent; without a loopback it does nothing.</summary>
    public static void Run(EndpointTarget target, TimeProvider time)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        try
        {
            listener.Start();
        }
        catch (SocketException)
        {
            return;
        }

        var answer = Answer(target.Streaming);
        _ = AcceptAsync(listener, answer);
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        var rehearsed = target with { Address = address, Headers = [], Timeout = TimeSpan.FromSeconds(2) };
        using var runner = new LoadRunner(rehearsed, [new PreparedRequest(0, "{}"u8.ToArray(), 1, Tokens)], new TokenCounter(null), true, new RunClock(time), 0, new Nowhere());
        runner.Run(new PhaseSettings { Requests = Requests, Concurrency = Clients }, CancellationToken.None);
        runner.Run(new PhaseSettings { Requests = Clients, RatePerS = 10_000 }, CancellationToken.None);
    }

    private static byte[] Answer(bool streaming)
    {
        const string usage = "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":16,\"total_tokens\":17}";
        if (!streaming)
        {
            const string body = "{\"choices\":[{\"message\":{\"content\":\"a\"}}]," + usage + "}";
            return Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        }

        var text = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (var i = 0; i < Tokens; i++)
        {
            Chunk(text, "data: {\"choices\":[{\"delta\":{\"content\":\" a\"}}]}\n\n");
        }

        Chunk(text, "data: {\"choices\":[]," + usage + "}\n\n");
        Chunk(text, "data: [DONE]\n\n");
        return Encoding.ASCII.GetBytes(text.Append("0\r\n\r\n").ToString());
    }

    private static void Chunk(StringBuilder text, string data) => text.Append($"{data.Length:x}\r\n{data}\r\n");

    private static async Task AcceptAsync(TcpListener listener, byte[] answer)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptSocketAsync(), answer);
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The rehearsal has ended.
        }
    }

    private static async Task ServeAsync(Socket socket, byte[] answer)
    {
        var buffer = new byte[4096];
        using (socket)
        {
            try
            {
                // A request is smaller than a packet and comes alone: its body's end is the end of what was received.
                int read;
                while ((read = await socket.ReceiveAsync(buffer)) > 0)
                {
                    if (buffer.AsSpan(0, read).EndsWith("{}"u8))
                    {
                        await socket.SendAsync(answer);
                    }
                }
            }
            catch (SocketException)
            {
                // The client has gone.
            }
        }
    }

    private sealed class Nowhere : IRecordSink
    {
        public void Take(RequestRecord record)
        {
        }

        public void Idle()
        {
        }
    }
}
