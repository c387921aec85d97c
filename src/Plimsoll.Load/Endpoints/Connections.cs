using System.Net;
using System.Net.Sockets;
using Plimsoll.Load.Timing;

namespace Plimsoll.Load.Endpoints;

/// <summary>Opens connections to one server, whose name is looked up once.</summary>
internal sealed class Connections
{
    private readonly IPAddress[] _addresses;
    private readonly int _port;
    private readonly RunClock _clock;

    private Connections(IPAddress[] addresses, int port, RunClock clock) => (_addresses, _port, _clock) = (addresses, port, clock);

    /// <summary>Looks the server's name up.</summary>
    /// <exception cref="HttpRequestException">The name is unknown.</exception>
    public static Connections To(Uri address, RunClock clock)
    {
        if (IPAddress.TryParse(address.DnsSafeHost, out var literal))
        {
            return new([literal], address.Port, clock);
        }

        try
        {
            return new(Dns.GetHostAddresses(address.DnsSafeHost), address.Port, clock);
        }
        catch (SocketException unknown)
        {
            throw new HttpRequestException($"the name '{address.DnsSafeHost}' cannot be looked up: {unknown.Message}", unknown);
        }
    }

    /// <summary>Opens a connection.</summary>
    public async ValueTask<MeteredStream> OpenAsync(CancellationToken cancellation)
    {
        SocketException? last = null;
        foreach (var address in _addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, _port), cancellation);
                return new MeteredStream(socket, _clock);
            }
            catch (SocketException refused)
            {
                socket.Dispose();
                last = refused;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }
}
