using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Coordinator.Connections.Mcp;

/// <summary>Opens connections to servers as their configuration says.</summary>
/// <param name="targets">Makes the connections to registered servers; null: there are none.</param>
internal sealed class McpTransports(TimeProvider time, RegisteredTargets? targets = null) : IDisposable
{
    /// <summary>Time that a server process gets to end by itself before it is killed with its children.</summary>
    private static readonly TimeSpan ShutdownWithin = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Over HTTP: a server of an older protocol answers the newest one's first question with an error at once; one that ignores it should not hold up the start.
    /// A process first has to start: asked again too early in the old way, a server of the newest protocol refuses, so it gets most of the time for connecting.
    /// </summary>
    private static readonly TimeSpan HttpProbeWithin = TimeSpan.FromSeconds(3);

    private static readonly string[] Inherited = ["PATH", "HOME", "SystemRoot"];

    // One handler for all servers: idle connections are closed, name changes are seen. A redirect would carry our headers to another host,
    // and a cookie one identity's session to another.
    private readonly HttpClient _http = Client(time, Sockets());

    // Those have one of their own, which makes each connection to an address that it has looked at. A proxy would resolve the name itself, so there is none.
    private readonly HttpClient? _registered = targets is null ? null : Client(time, Guarded(targets));

    public Task<McpClient> ConnectAsync(McpServerConfig server, string? protocolVersion, McpSecrets secrets, ILogger logger, CancellationToken cancellationToken)
    {
        var options = new McpClientOptions
        {
            ClientInfo = new Implementation { Name = "oci-coordinator", Version = "1.0.0" },
            ProtocolVersion = protocolVersion,
            InitializationTimeout = server.ConnectWithin,
            DiscoverProbeTimeout = server.Transport == "http" ? HttpProbeWithin : server.ConnectWithin * 2 / 3,
            Handlers = new McpClientHandlers { ElicitationHandler = (request, _) => ValueTask.FromResult(Decline(server, request, secrets, logger)) },
        };
        return server.Refusal is { } refusal ? Task.FromException<McpClient>(new McpTargetRefusedException(refusal)) : McpClient.CreateAsync(server.Transport == "http" ? Http(server) : Stdio(server, secrets, logger), options, loggerFactory: null, cancellationToken);
    }

    public void Dispose()
    {
        _http.Dispose();
        _registered?.Dispose();
    }

    private static HttpClient Client(TimeProvider time, SocketsHttpHandler sockets) => new(new McpHttpHandler(time, sockets)) { Timeout = Timeout.InfiniteTimeSpan };

    private static SocketsHttpHandler Sockets() => new()
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = 64,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        AllowAutoRedirect = false,
        UseCookies = false,
    };

    private static SocketsHttpHandler Guarded(RegisteredTargets targets)
    {
        var sockets = Sockets();
        (sockets.UseProxy, sockets.ConnectCallback) = (false, targets.ConnectAsync);
        return sockets;
    }

    /// <summary>Nobody is there to answer a form: the server is told so, and can fail with a reason.</summary>
    private static ElicitResult Decline(McpServerConfig server, ElicitRequestParams? request, McpSecrets secrets, ILogger logger)
    {
        const string reason = "This client runs unattended: give everything as arguments of the call.";
        McpLog.ElicitationDeclined(logger, server.Id, secrets.Hide(request?.Message ?? ""));
        return new ElicitResult { Action = "decline", Meta = new JsonObject { ["coordinator/reason"] = reason } };
    }

    private HttpClientTransport Http(McpServerConfig server) => new(
        new HttpClientTransportOptions
        {
            Name = server.Id,
            Endpoint = server.Url!,
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = server.Headers.ToDictionary(),
            EnableStandaloneGetStream = server.StandaloneGetStream,
            ConnectionTimeout = server.ConnectWithin,
        },
        server.IsRegistered ? _registered! : _http,
        loggerFactory: null,
        ownsHttpClient: false);

    private StdioClientTransport Stdio(McpServerConfig server, McpSecrets secrets, ILogger logger)
    {
        var environment = server.Environment.ToDictionary(pair => pair.Key, pair => (string?)pair.Value);
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                environment.TryAdd(name, value);
            }
        }

        return new StdioClientTransport(new StdioClientTransportOptions
        {
            Name = server.Id,
            Command = server.Command!,
            Arguments = [.. server.Args],
            WorkingDirectory = server.WorkingDirectory,
            EnvironmentVariables = environment,
            InheritEnvironmentVariables = false,
            ShutdownTimeout = ShutdownWithin,
            StandardErrorLines = new McpStandardError(server.Id, secrets, time, logger).Write,
        });
    }
}
