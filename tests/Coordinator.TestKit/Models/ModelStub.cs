using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Coordinator.TestKit.Models;

/// <summary>
/// A model provider in this process that speaks Anthropic's Messages API and OpenAI's chat completions, streamed and not.
/// It answers what it is told to, and refuses what the real APIs refuse, so that a request it accepts is valid.
/// </summary>
public sealed class ModelStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<ModelRequest, ModelReply>? _decide;
    private readonly ConcurrentQueue<ModelReply> _replies = new();
    private readonly List<ModelRequest> _requests = [];
    private readonly CancellationTokenSource _stop = new();
    private bool _disposed;
    private TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ModelStub(Func<ModelRequest, ModelReply>? decide, int port)
    {
        _decide = decide;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        _app = builder.Build();
        Map("/v1/messages", new AnthropicWire());
        Map("/v1/chat/completions", new OpenAiWire());
        _app.MapGet("/v1/models", (RequestDelegate)ListAsync);
    }

    /// <summary>For <c>ANTHROPIC_BASE_URL</c>.</summary>
    public Uri AnthropicUrl { get; private set; } = null!;

    /// <summary>For <c>OPENAI_BASE_URL</c>, with its <c>/v1</c>.</summary>
    public Uri OpenAiUrl => new(AnthropicUrl, "v1");

    /// <summary>Status of the answer to a question for the list of models, by which health checks see whether a provider is there. Such questions are no <see cref="Requests"/>.</summary>
    public int ListStatus { get; set; } = 200;

    /// <summary>All requests so far, also those that were refused.</summary>
    public IReadOnlyList<ModelRequest> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    /// <param name="decide">Answers what no enqueued reply is there for. Without it such a request gets status 500.</param>
    /// <param name="port">0 takes a free one.</param>
    public static async Task<ModelStub> StartAsync(Func<ModelRequest, ModelReply>? decide = null, int port = 0)
    {
        var stub = new ModelStub(decide, port);
        await stub._app.StartAsync();
        stub.AnthropicUrl = new Uri(stub._app.Urls.First());
        return stub;
    }

    /// <summary>Replies to the next valid requests, in this order, whoever sends them.</summary>
    public ModelStub Enqueue(params ModelReply[] replies)
    {
        foreach (var reply in replies)
            _replies.Enqueue(reply);
        return this;
    }

    /// <summary>The request of that number, from 1; waits until it is there.</summary>
    public async Task<ModelRequest> RequestAsync(int number, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_requests)
            {
                if (_requests.Count >= number)
                    return _requests[number - 1];
                next = _received.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await _stop.CancelAsync();
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    private void Map(string path, ModelWire wire) => _app.MapPost(path, (RequestDelegate)(context => AnswerAsync(context, wire)));

    private Task ListAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var isAnthropic = headers.ContainsKey("x-api-key") && headers.ContainsKey("anthropic-version");
        context.Response.StatusCode = isAnthropic || headers.Authorization.Count > 0 ? ListStatus : 401;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(context.Response.StatusCode == 200 ? """{"data":[]}""" : """{"error":{"type":"error","message":"no"}}""", context.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext context, ModelWire wire)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stop.Token);
        var body = await ReadAsync(context);
        var request = Record(context, wire, body, gone.Task);
        try
        {
            await new ReplyWriter(context, wire, request, either.Token).WriteAsync(Refusal(request) ?? Decide(request));
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            if (context.RequestAborted.IsCancellationRequested)
                gone.SetResult();
            context.Abort();
        }
    }

    private static async Task<JsonObject?> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private ModelRequest Record(HttpContext context, ModelWire wire, JsonObject? body, Task gone)
    {
        var problem = Problem(wire, body);
        lock (_requests)
        {
            var request = new ModelRequest
            {
                Number = _requests.Count + 1,
                Wire = wire.Name,
                Body = body ?? [],
                Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                Problem = problem,
                System = problem is null ? wire.System(body!) : "",
                Messages = problem is null ? wire.Messages(body!) : [],
                Tools = problem is null ? wire.Tools(body!) : [],
                CallerGone = gone,
            };
            _requests.Add(request);
            var received = _received;
            _received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            received.SetResult();
            return request;
        }
    }

    private static string? Problem(ModelWire wire, JsonObject? body)
    {
        try
        {
            return body is null ? "the body is not a JSON object" : wire.Check(body);
        }
        catch (Exception ex) when (ex is InvalidOperationException or FormatException)
        {
            return $"a member has the wrong type: {ex.Message}";
        }
    }

    private static ModelReply? Refusal(ModelRequest request)
    {
        if (!request.Headers.ContainsKey("Authorization") && !request.Headers.ContainsKey("x-api-key"))
            return ModelReply.Fails(401) with { ErrorMessage = "no API key" };
        if (request.Wire == "anthropic" && !request.Headers.ContainsKey("anthropic-version"))
            return ModelReply.Fails(400) with { ErrorMessage = "anthropic-version: header is required" };
        return request.Problem is { } problem ? ModelReply.Fails(400) with { ErrorMessage = problem } : null;
    }

    private ModelReply Decide(ModelRequest request) =>
        _replies.TryDequeue(out var reply) ? reply
        : _decide is not null ? _decide(request)
        : ModelReply.Fails(500) with { ErrorMessage = $"no reply is scripted for request {request.Number}" };
}
