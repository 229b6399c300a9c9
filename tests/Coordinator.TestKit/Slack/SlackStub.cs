using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.TestKit.Slack;

/// <summary>
/// Slack's Web API on a loopback port: keeps messages by channel and thread, refuses what Slack refuses, records every call, and misbehaves as told.
/// Needs no test framework. Its messages outlive the processes that post to it.
/// </summary>
public sealed class SlackStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly SlackStubWorkspace _workspace;
    private readonly Recorded<SlackStubCall> _calls = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<SlackBehaviour>> _next = new();
    private readonly CancellationTokenSource _stopping = new();
    private volatile Func<SlackStubCall, SlackBehaviour?> _rule = _ => null;
    private volatile TaskCompletionSource _release = NewRelease();

    private SlackStub(int port, TimeProvider time)
    {
        _time = time;
        _workspace = new SlackStubWorkspace(time);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddLogging();
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(context => context.WebSockets.IsWebSocketRequest ? Sockets.ServeAsync(context, _stopping.Token) : HandleAsync(context));
    }

    /// <summary>Ends in <c>/api/</c>.</summary>
    public string Url => $"{_app.Urls.Single()}/api/";

    /// <summary>If set, another token is <c>invalid_auth</c>.</summary>
    public string? ExpectedToken { get; set; }

    /// <summary>The same for <c>apps.connections.open</c>.</summary>
    public string? ExpectedAppToken { get; set; }

    /// <summary>Socket Mode.</summary>
    public SocketStub Sockets { get; } = new();

    /// <summary>What the token may do, as the header <c>x-oauth-scopes</c> of each answer says; null: it is not sent.</summary>
    public string? Scopes { get; set; } = "app_mentions:read,channels:history,chat:write,groups:history,im:history";

    /// <summary>Every call, whatever became of it.</summary>
    public IReadOnlyList<SlackStubCall> Calls => _calls.Items;

    /// <summary>Messages posted, in order.</summary>
    public IReadOnlyList<SlackStubPost> Posts => _workspace.Posts.Items;

    /// <summary>Updates of messages, in order.</summary>
    public IReadOnlyList<SlackStubPost> Updates => _workspace.Updates.Items;

    /// <summary>Most messages a page of <c>conversations.replies</c> holds.</summary>
    public int PageSize
    {
        get => _workspace.PageSize;
        set => _workspace.PageSize = value;
    }

    /// <param name="port">0 for a free one.</param>
    public static async Task<SlackStub> StartAsync(int port = 0, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var stub = new SlackStub(port, time ?? TimeProvider.System);
        await stub._app.StartAsync(cancellationToken);
        return stub;
    }

    /// <summary>The messages of a thread as they stand now, in order, without the question at its root.</summary>
    public IReadOnlyList<SlackStubPost> Thread(string channel, string threadTs) => _workspace.Thread(channel, threadTs);

    /// <summary>The next calls of a method are met so, one after another; then the rule decides.</summary>
    public void Next(string method, params IEnumerable<SlackBehaviour> behaviours)
    {
        var queue = _next.GetOrAdd(method, _ => new());
        foreach (var behaviour in behaviours)
            queue.Enqueue(behaviour);
    }

    /// <summary>Decides for each call that has no behaviour queued; null is normal.</summary>
    public void Use(Func<SlackStubCall, SlackBehaviour?> rule) => _rule = rule;

    /// <summary>Gives the answers withheld so far.</summary>
    public void Release() => Interlocked.Exchange(ref _release, NewRelease()).SetResult();

    /// <summary>The first post that fits, now or later.</summary>
    public Task<SlackStubPost> WaitForPostAsync(Func<SlackStubPost, bool> wanted, CancellationToken cancellationToken) =>
        _workspace.Posts.WaitForAsync(wanted, cancellationToken);

    public Task<SlackStubPost> WaitForUpdateAsync(Func<SlackStubPost, bool> wanted, CancellationToken cancellationToken) =>
        _workspace.Updates.WaitForAsync(wanted, cancellationToken);

    public Task<SlackStubCall> WaitForCallAsync(Func<SlackStubCall, bool> wanted, CancellationToken cancellationToken) =>
        _calls.WaitForAsync(wanted, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;

        await _stopping.CancelAsync();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var call = await SlackStubRequests.ReadAsync(context.Request, _time);
        // Taken before the post can be seen, so that Release after it does reach this call.
        var release = _release.Task;
        _calls.Add(call);

        var behaviour = _next.TryGetValue(call.Method, out var queue) && queue.TryDequeue(out var queued) ? queued : _rule(call) ?? SlackBehaviour.Normal;
        var answer = behaviour.Takes ? Handle(call).ToJsonString() : behaviour.Body;
        var released = !behaviour.Withholds || await IsReleasedAsync(release, context.RequestAborted);
        if (behaviour.CutsConnection || !released)
            context.Abort();
        else
            await AnswerAsync(context.Response, behaviour, behaviour.Status is null ? answer : behaviour.Body);
    }

    private JsonObject Handle(SlackStubCall call)
    {
        var isForApp = call.Method == "apps.connections.open";
        return AuthRefusal(call, isForApp ? ExpectedAppToken : ExpectedToken)
            ?? (isForApp ? new() { ["ok"] = true, ["url"] = Sockets.NewAddress(new Uri(Url).Port) } : _workspace.Handle(call));
    }

    private static JsonObject? AuthRefusal(SlackStubCall call, string? expected) => call.Token switch
    {
        null => new() { ["ok"] = false, ["error"] = "not_authed" },
        _ when expected is not null && call.Token != expected => new() { ["ok"] = false, ["error"] = "invalid_auth" },
        _ => null,
    };

    private async Task<bool> IsReleasedAsync(Task release, CancellationToken aborted)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, _stopping.Token);
        await release.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return release.IsCompleted;
    }

    private async Task AnswerAsync(HttpResponse response, SlackBehaviour behaviour, string body)
    {
        response.StatusCode = behaviour.Status ?? StatusCodes.Status200OK;
        response.ContentType = "application/json; charset=utf-8";
        if (behaviour.RetryAfter is not null)
            response.Headers.RetryAfter = behaviour.RetryAfter;
        if (Scopes is not null)
            response.Headers["x-oauth-scopes"] = Scopes;
        await response.WriteAsync(body);
    }

    private static TaskCompletionSource NewRelease() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
