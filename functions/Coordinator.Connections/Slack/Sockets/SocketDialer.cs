using System.Net.WebSockets;
using Coordinator.Core.Failures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Coordinator.Connections.Slack.Sockets;

/// <summary>Opens one connection: asks Slack for an address (good for one connection), connects, and waits for its hello.</summary>
internal sealed class SocketDialer(SlackTransport transport, SocketIntake intake, IOptions<SlackOptions> options, TimeProvider time, ILogger<SlackSocket> logger)
{
    private const string Method = "apps.connections.open";

    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(20);

    public async Task<Outcome<SlackSocket>> DialAsync(CancellationToken cancellationToken)
    {
        var answer = await transport.CallAsAppAsync(Method, SlackBodies.Empty(), cancellationToken);
        if (!answer.IsSuccess)
            return answer.Failure;

        return AddressOf(answer.Value.Text("url")) is { } address
            ? await ConnectAsync(address, cancellationToken)
            : new Failure(FailureClass.Protocol, $"Slack's answer to {Method} has no address of a socket.");
    }

    /// <summary>Unencrypted only where the API is too: a stub on this machine.</summary>
    private Uri? AddressOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeWss || (address.Scheme == Uri.UriSchemeWs && options.Value.ApiUrl.StartsWith("http:", StringComparison.OrdinalIgnoreCase)))
            ? address
            : null;

    private async Task<Outcome<SlackSocket>> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var within = options.Value.RequestTimeout;
        using var limit = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var heard = new LastHeard(time);
        var connection = Connection(heard);
        var client = Client();
        SlackSocket? socket = null;
        Failure? failure = null;
        try
        {
            await client.ConnectAsync(address, connection, either.Token);
            socket = new SlackSocket(client, connection, heard, intake, time, logger);
            await Task.WhenAny(socket.Hello, socket.Leaving).WaitAsync(either.Token);
            if (socket.Hello.IsCompleted)
                return socket;
            failure = (await socket.Leaving).FailureAfter(TimeSpan.Zero);
        }
        catch (OperationCanceledException exception) when (!exception.IsCausedBy(cancellationToken))
        {
            failure = new Failure(FailureClass.Timeout, $"Slack's socket did not say hello within {within.TotalSeconds:0.#} s.");
        }
        catch (WebSocketException exception)
        {
            // The message may hold the address, and that a ticket.
            failure = new Failure(FailureClass.Network, $"Slack's socket could not be connected to ({exception.WebSocketErrorCode}{StatusOf(client)}).");
        }
        finally
        {
            if (socket?.Hello.IsCompleted != true)
                await GiveUpAsync(socket, client, connection);
        }

        return failure ?? new Failure(FailureClass.Protocol, "Slack's socket was given up.");
    }

    private static async Task GiveUpAsync(SlackSocket? socket, ClientWebSocket client, HttpMessageInvoker connection)
    {
        if (socket is not null)
        {
            await socket.DisposeAsync();
            return;
        }

        client.Dispose();
        connection.Dispose();
    }

    private static ClientWebSocket Client()
    {
        var client = new ClientWebSocket();
        client.Options.KeepAliveInterval = PingEvery;
        client.Options.KeepAliveTimeout = PongWithin;
        client.Options.CollectHttpResponseDetails = true;
        return client;
    }

    private static HttpMessageInvoker Connection(LastHeard heard) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new HeardStream(context.PlaintextStream, heard)),
        UseCookies = false,
    });

    private static string StatusOf(ClientWebSocket client) => (int)client.HttpStatusCode is var status and > 0 ? $", HTTP {status}" : "";
}
