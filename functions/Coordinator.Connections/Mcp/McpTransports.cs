using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Coordinator.Connections.Mcp;

/// <summary>Opens connections to servers as their configuration says.</summary>
internal sealed class McpTransports(ILoggerFactory loggers) : IDisposable
{
    private static readonly TimeSpan ShutdownWithin = TimeSpan.FromSeconds(3);

    /// <summary>A server of an older protocol answers the newest one's first question with an error at once; one that ignores it should not hold up the start.</summary>
    private static readonly TimeSpan ProbeWithin = TimeSpan.FromSeconds(3);

    // One handler for all servers: idle connections are closed, name changes are seen.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = 64,
        ConnectTimeout = TimeSpan.FromSeconds(15),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    public Task<McpClient> ConnectAsync(McpServerConfig server, string? protocolVersion, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger($"mcp.{server.Id}");
        var options = new McpClientOptions
        {
            ClientInfo = new Implementation { Name = "oci-coordinator", Version = "1.0.0" },
            ProtocolVersion = server.ProtocolVersion ?? protocolVersion,
            InitializationTimeout = server.ConnectWithin,
            DiscoverProbeTimeout = ProbeWithin,
            Handlers = new McpClientHandlers
            {
                // Nobody is there to answer a form: the server is told so, and can fail with a reason.
                ElicitationHandler = (request, _) =>
                {
                    McpLog.ElicitationDeclined(logger, server.Id, request?.Message ?? "");
                    return ValueTask.FromResult(new ElicitResult { Action = "decline" });
                },
            },
        };
        return McpClient.CreateAsync(server.Transport == "http" ? Http(server) : Stdio(server, logger), options, loggerFactory: null, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

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
        _http,
        loggerFactory: null,
        ownsHttpClient: false);

    private static StdioClientTransport Stdio(McpServerConfig server, ILogger logger)
    {
        var environment = server.Environment.ToDictionary(pair => pair.Key, pair => (string?)pair.Value);
        foreach (var name in new[] { "PATH", "HOME", "SystemRoot" })
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
            StandardErrorLines = line => McpLog.StandardError(logger, line),
        });
    }
}
