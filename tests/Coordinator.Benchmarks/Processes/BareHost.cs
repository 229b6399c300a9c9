using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Benchmarks.Processes;

/// <summary>The least a web process of this framework can be. What it takes to start is the machine's and the framework's share.</summary>
internal static class BareHost
{
    public const string Argument = "--bare-host";

    public static async Task<int> RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        await using var app = builder.Build();
        app.MapGet("/health/live", () => Results.Ok());
        await app.RunAsync();
        return 0;
    }
}
