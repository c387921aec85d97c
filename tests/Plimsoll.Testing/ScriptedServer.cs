using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Plimsoll.Testing;

/// <summary>A server on the loopback that answers every request with what a script writes; requests are read whole first.</summary>
public sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<int, NetworkStream, Task> _script;
    private int _requests;

    /// <summary>A server whose script gets the number of the request, from 1, and the connection.</summary>
    public ScriptedServer(Func<int, NetworkStream, Task> script)
    {
        _script = script;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1/chat/completions");

    public int Requests => Volatile.Read(ref _requests);

    public static Task Write(NetworkStream stream, string text) => stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    public static string Chunked(string text) => $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n";

    public static string Token(string text) => "data: {\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";

    public static string Usage(int tokens) => "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":" + tokens + ",\"total_tokens\":" + (tokens + 20) + "}}\n\n";

    public const string StreamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    public const string StreamEnd = "0\r\n\r\n";

    public static string Plain(int status, string type, string body) =>
        $"HTTP/1.1 {status} {(status == 200 ? "OK" : status == 429 ? "Too Many Requests" : "Internal Server Error")}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            var stream = client.GetStream();
            try
            {
                while (await ReadRequestAsync(stream))
                {
                    await _script(Interlocked.Increment(ref _requests), stream);
                }
            }
            catch (Exception gone) when (gone is IOException or ObjectDisposedException)
            {
                // The client went away, or the script closed the connection.
            }
        }
    }

    private static async Task<bool> ReadRequestAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0)
            {
                return false;
            }

            head.Append((char)one[0]);
        }

        const string Length = "Content-Length: ";
        var line = head.ToString().Split("\r\n").First(text => text.StartsWith(Length, StringComparison.OrdinalIgnoreCase));
        await stream.ReadExactlyAsync(new byte[int.Parse(line[Length.Length..], System.Globalization.CultureInfo.InvariantCulture)]);
        return true;
    }
}
