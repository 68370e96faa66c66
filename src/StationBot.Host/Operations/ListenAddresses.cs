using System.Net;
using System.Net.Sockets;

namespace StationBot.Host.Operations;

/// <summary>Tries the ports before anything starts: Kestrel and the host would each log a stack trace for a port that is merely taken.</summary>
internal static class ListenAddresses
{
    /// <exception cref="IOException">A port is taken, or may not be opened.</exception>
    /// <exception cref="FormatException">Not an address to listen on.</exception>
    public static void EnsureFree(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = BindingAddress.Parse(url);
            if (address is { IsUnixPipe: false, IsNamedPipe: false, Port: > 0 })
            {
                Try(url, new IPEndPoint(AddressOf(address.Host), address.Port));
            }
        }
    }

    // As Kestrel reads it: a name that is neither localhost nor an IP address stands for every address.
    private static IPAddress AddressOf(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : IPAddress.TryParse(host, out var address) ? address : IPAddress.Any;

    private static void Try(string url, IPEndPoint endpoint)
    {
        try
        {
            using var listener = new TcpListener(endpoint);
            listener.Start();
        }
        catch (SocketException taken)
        {
            throw new IOException($"不能在这个地址上监听 / cannot listen on {url}: {taken.Message}");
        }
    }
}
