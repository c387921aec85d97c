using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Plimsoll.Model.Tests.Models.Hub;

/// <summary>A Hugging Face hub on this machine: answers from a table of paths, one request per connection, and remembers what it was asked.</summary>
internal sealed class StubHub : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentBag<TcpClient> _open = [];
    private readonly ConcurrentDictionary<string, (int Status, string? ErrorCode, string Body)> _answers = new(StringComparer.Ordinal);

    public StubHub()
    {
        _listener.Start();
        Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = AcceptAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>Paths asked for, each with the Authorization header.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Never answers when set.</summary>
    public bool IsSilent { get; init; }

    public void Answer(string path, string body, int status = 200, string? errorCode = null) => _answers[path] = (status, errorCode, body);

    public void Dispose()
    {
        _listener.Stop();
        foreach (var client in _open)
        {
            client.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _open.Add(client);
                _ = ServeAsync(client);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Dispose stopped the listener.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            var path = (await reader.ReadLineAsync())!.Split(' ')[1];
            var authorization = "";
            for (var line = await reader.ReadLineAsync(); !string.IsNullOrEmpty(line); line = await reader.ReadLineAsync())
            {
                authorization = line.StartsWith("Authorization: ", StringComparison.OrdinalIgnoreCase) ? line["Authorization: ".Length..] : authorization;
            }

            _requests.Enqueue($"{path} {authorization}".Trim());
            if (!IsSilent)
            {
                await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(Response(path)));
                client.Dispose();
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The client went away, or the hub was closed.
        }
    }

    private string Response(string path)
    {
        var (status, errorCode, body) = _answers.GetValueOrDefault(path, (404, null, ""));
        var header = errorCode is null ? "" : $"X-Error-Code: {errorCode}\r\n";
        return $"HTTP/1.1 {status} Stub\r\n{header}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";
    }
}
