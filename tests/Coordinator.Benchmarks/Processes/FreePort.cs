using System.Net;
using System.Net.Sockets;

namespace Coordinator.Benchmarks.Processes;

/// <summary>A port that was free a moment ago. The system hands out others first, so it stays free long enough.</summary>
internal static class FreePort
{
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
