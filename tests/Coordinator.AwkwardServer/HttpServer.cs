using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.AwkwardServer;

/// <summary>Streamable HTTP by hand, on a free loopback port.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private Quirks _quirks;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, Client> _sessions = new();
    private readonly ConcurrentQueue<HttpCall> _calls = new();
    private int _sessionsOpened;

    private HttpServer(Quirks quirks, int port)
    {
        _quirks = quirks;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddLogging();
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    public Uri Url => new($"{_app.Urls.Single()}/mcp");

    /// <summary>Everything that was asked, refused requests too.</summary>
    public IReadOnlyList<HttpCall> Calls => [.. _calls];

    public int OpenSessions => _sessions.Count;

    /// <summary>Looked at before each request; what it returns is the answer.</summary>
    public Func<HttpCall, HttpRefusal?> Refuse { get; set; } = _ => null;

    /// <summary>While it is true nothing is answered, and what came in meanwhile never will be.</summary>
    public bool Hangs
    {
        set => HangsFor = _ => value;
    }

    /// <summary>The same for some requests.</summary>
    public Func<HttpCall, bool> HangsFor { get; set; } = _ => false;

    /// <summary>As after an update of the server.</summary>
    public IReadOnlyList<string> Versions
    {
        set => _quirks = _quirks with { Versions = value };
    }

    /// <param name="port">0: any free one. Else that of one that died.</param>
    public static async Task<HttpServer> StartAsync(Quirks quirks, int port = 0)
    {
        var server = new HttpServer(quirks, port);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>As after a restart: every session's id is unknown from now on.</summary>
    public void ForgetSessions() => _sessions.Clear();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var message = context.Request.Method == "POST" ? (await JsonNode.ParseAsync(context.Request.Body))!.AsObject() : null;
        var call = new HttpCall(
            context.Request.Method,
            message?["method"]?.GetValue<string>(),
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)) { Tool = message?["params"]?["name"]?.ToString() };
        _calls.Enqueue(call);
        if (HangsFor(call))
        {
            await HangAsync(context);
            return;
        }

        if (Refuse(call) is { } refusal)
        {
            await RefuseAsync(context, refusal);
            return;
        }

        await (context.Request.Method switch
        {
            "POST" => PostAsync(context, message!, call),
            "GET" => GetAsync(context),
            "DELETE" => DeleteAsync(context, call),
            _ => RefuseAsync(context, new HttpRefusal(405)),
        });
    }

    private async Task PostAsync(HttpContext context, JsonObject message, HttpCall call)
    {
        Client? client;
        if (call.RpcMethod == "initialize")
        {
            var id = $"session-{Interlocked.Increment(ref _sessionsOpened)}";
            client = _sessions[id] = new Client();
            context.Response.Headers["Mcp-Session-Id"] = id;
        }
        else if (call.SessionId is null)
        {
            // What servers of older revisions say to the newest revision's first question.
            await RefuseAsync(context, new HttpRefusal(400, Body: """{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"Bad Request: no session id"}}"""));
            return;
        }
        else if (!_sessions.TryGetValue(call.SessionId, out client))
        {
            await RefuseAsync(context, new HttpRefusal(404));
            return;
        }

        var protocol = new Protocol(_quirks, client);
        if (message["id"] is null || message["method"] is null)
        {
            await protocol.HandleAsync(message, _ => Task.CompletedTask, (_, _) => Task.CompletedTask);
            context.Response.StatusCode = 202;
            return;
        }

        await StreamAsync(context, message, protocol);
    }

    private async Task StreamAsync(HttpContext context, JsonObject message, Protocol protocol)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.StartAsync();
        var answered = false;
        await protocol.HandleAsync(
            message,
            async reply =>
            {
                answered |= reply["id"] is not null && reply["method"] is null;
                await context.Response.WriteAsync($"event: message\ndata: {reply.ToJsonString()}\n\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            },
            (_, _) =>
            {
                answered = true;
                context.Abort();
                return Task.CompletedTask;
            });
        if (!answered)
        {
            await HangAsync(context);
        }
    }

    private async Task GetAsync(HttpContext context)
    {
        context.Response.StatusCode = _quirks.GetStatus;
        if (_quirks.GetStatus == 200)
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.StartAsync();
            await HangAsync(context);
        }
    }

    private async Task DeleteAsync(HttpContext context, HttpCall call)
    {
        if (_quirks.HangAtDelete)
        {
            await HangAsync(context);
        }

        _sessions.TryRemove(call.SessionId ?? "", out _);
    }

    private async Task HangAsync(HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, context.RequestAborted);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private static async Task RefuseAsync(HttpContext context, HttpRefusal refusal)
    {
        context.Response.StatusCode = refusal.Status;
        if (refusal.RetryAfter is { } after)
        {
            context.Response.Headers.RetryAfter = after;
        }

        if (refusal.Location is { } location)
        {
            context.Response.Headers.Location = location;
        }

        if (refusal.Body is { } body)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body);
        }
    }
}

/// <param name="RpcMethod">Null for anything but JSON-RPC requests and notifications.</param>
internal sealed record HttpCall(string Method, string? RpcMethod, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Of <c>tools/call</c>.</summary>
    public string? Tool { get; init; }

    public string? SessionId => Headers.GetValueOrDefault("Mcp-Session-Id");
}

internal sealed record HttpRefusal(int Status, string? RetryAfter = null, string? Location = null, string? Body = null);
