using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Coordinator.OciServer.Hosting;

/// <summary>Serves MCP: one client over stdin and stdout until it closes them, or any number over HTTP.</summary>
internal static class ServerHost
{
    private const string Path = "/mcp";

    public static async Task<int> RunAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        if (options.Http is null)
        {
            using var host = Over(options, null, null);
            await host.RunAsync(cancellationToken);
            return 0;
        }

        await using var app = Http(options);
        await app.StartAsync(cancellationToken);
        await Console.Error.WriteLineAsync($"MCP is served at {app.Urls.First()}{Path}.");
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    /// <summary>For one client, over these streams or over stdin and stdout.</summary>
    public static IHost Over(ServerOptions options, Stream? input, Stream? output)
    {
        _ = WarmUp.Begin();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var server = Add(builder, options);
        _ = input is null || output is null ? server.WithStdioServerTransport() : server.WithStreamServerTransport(input, output);
        return builder.Build();
    }

    public static WebApplication Http(ServerOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(options.Http!));
        builder.Services.AddRoutingCore();
        Add(builder, options).WithHttpTransport(transport => transport.Stateless = true);
        var app = builder.Build();
        if (options.Token is { } token) app.Use(next => context => IsAllowed(context, token) ? next(context) : RefuseAsync(context));
        else app.Use(next => context => LocalCaller.IsOne(context.Request) ? next(context) : LocalCaller.RefuseAsync(context));
        app.MapMcp(Path);
        return app;
    }

    private static IMcpServerBuilder Add(IHostApplicationBuilder builder, ServerOptions options)
    {
        // stdout belongs to the protocol.
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        // What keeps it from starting is said once, in words, by the command.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("ModelContextProtocol", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Services.AddOciTools(options);
        AddSpans(builder, options);
        return builder.Services.AddMcpServer(server => server.ServerInfo = new() { Name = ManifestResource.ServerId, Version = typeof(ServerHost).Assembly.GetName().Version!.ToString(3) });
    }

    /// <summary>A span for each call, as a child of its client's, and one for each request it makes, if there is a collector.</summary>
    private static void AddSpans(IHostApplicationBuilder builder, ServerOptions options)
    {
        if (options.Variable("OTEL_EXPORTER_OTLP_ENDPOINT") is not { Length: > 0 }) return;
        builder.Configuration.AddEnvironmentVariables();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ManifestResource.ServerId))
            .WithTracing(tracing => tracing.AddSource("Experimental.ModelContextProtocol").AddSource("System.Net.Http").AddOtlpExporter());
    }

    private static bool IsAllowed(HttpContext context, string token) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString())), SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {token}")));

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return context.Response.WriteAsync("The token is missing or wrong (Authorization: Bearer …). It is the server's OCI_SERVER_TOKEN.");
    }
}
