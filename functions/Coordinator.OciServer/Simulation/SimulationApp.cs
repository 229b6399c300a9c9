using System.Net;
using System.Security.Cryptography;
using Coordinator.OciServer.Simulation.Data;
using Coordinator.OciServer.Simulation.Http;
using Coordinator.OciServer.Simulation.Services;
using Coordinator.OciServer.Simulation.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Coordinator.OciServer.Simulation;

/// <summary>The simulated tenancy as an HTTP server on this machine: the used parts of OCI's API, with signatures, pages and refusals like OCI's.</summary>
public sealed class SimulationApp : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly SimulationFolder folder;
    private readonly World world;
    private readonly IReadOnlyDictionary<string, (Tenancy Tenancy, RSA Key)> keys;

    private SimulationApp(WebApplication app, SimulationFolder folder, World world, IReadOnlyDictionary<string, (Tenancy Tenancy, RSA Key)> keys) =>
        (this.app, this.folder, this.world, this.keys) = (app, folder, world, keys);

    /// <summary>Once it has started.</summary>
    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>An OCI configuration with a profile for each tenancy.</summary>
    public string ConfigFile => folder.ConfigFile;

    /// <param name="clock">Of the tenancies.</param>
    /// <param name="requestClock">Of the requests, whose dates must be about now.</param>
    /// <param name="made">Keys that were begun before. Null: none were.</param>
    /// <exception cref="Core.Configuration.ConfigException">The folder cannot be used.</exception>
    public static SimulationApp Open(SimulationOptions options, TimeProvider clock, TimeProvider requestClock, NewKeys? made = null)
    {
        made ??= NewKeys.Begin(options);
        var folder = SimulationFolder.Open(options.Folder, options.Seed, clock.GetUtcNow());
        try
        {
            var world = new World(folder, options.Settling, clock);
            var keys = ProfileKeys.Open(folder, made);
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
            builder.Services.AddRoutingCore();
            builder.Services.AddSingleton(world).AddSingleton(new WithheldAnswer(options.HoldAfterWrite, requestClock));
            var app = builder.Build();
            Use(app, new Faults(), new Throttle(options.RequestsPerSecond, requestClock), new SignatureCheck(keys, requestClock), requestClock);
            return new SimulationApp(app, folder, world, keys);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>When it returns, the configuration says where it is.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await app.StartAsync(cancellationToken);
        ProfileKeys.WriteConfig(folder, keys, Address);
    }

    public Task StopAsync(CancellationToken cancellationToken) => app.StopAsync(cancellationToken);

    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        world.Dispose();
        folder.Dispose();
    }

    private static void Use(WebApplication app, Faults faults, Throttle throttle, SignatureCheck signatures, TimeProvider requestClock)
    {
        app.Use(next => context => Envelope.AnswerAsync(context, faults, requestClock, next));
        app.Use(next => context => AdmitAsync(context, throttle, signatures, next));
        ControlEndpoints.Map(app, faults);
        IdentityEndpoints.Map(app);
        ComputeEndpoints.Map(app);
        NetworkEndpoints.Map(app);
        DatabaseEndpoints.Map(app);
        UsageEndpoints.Map(app);
        MonitoringEndpoints.Map(app);
        SearchEndpoints.Map(app);
        app.MapFallback(() => Refusal.Of(404, "NotFound", "The simulator does not have this part of OCI's API."));
    }

    private static async Task AdmitAsync(HttpContext context, Throttle throttle, SignatureCheck signatures, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/simulator"))
        {
            await next(context);
        }
        else if (await signatures.VerifyAsync(context) is not { } tenancy)
        {
            await Refusal.NotAuthenticated().ExecuteAsync(context);
        }
        else if (!throttle.Admits(tenancy))
        {
            await Refusal.TooManyRequests().ExecuteAsync(context);
        }
        else
        {
            context.Features.Set(tenancy);
            await next(context);
        }
    }
}
