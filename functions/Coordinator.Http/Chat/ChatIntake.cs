using System.Diagnostics;
using Coordinator.Core.Failures;
using Coordinator.Core.Intake;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Http.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Coordinator.Http.Chat;

/// <summary>Makes a chat message a run; the same <c>Idempotency-Key</c> makes it the same run.</summary>
internal sealed partial class ChatIntake(IRunStarter starter, IRunMemory memory, TimeProvider time, ILogger<ChatIntake> logger)
{
    /// <summary>The page names itself, so that runs show where they came from.</summary>
    private const string ClientHeader = "x-coordinator-client";

    /// <summary>Either the durable run or the problem.</summary>
    public async Task<(RunRecord? Run, IResult? Problem)> AcceptAsync(HttpRequest request)
    {
        var (body, problem) = await ChatBody.ReadAsync(request);
        if (body is null)
        {
            return (null, problem);
        }

        if (!IdempotencyKey.TryRead(request, out var key))
        {
            return (null, Problems.Create(StatusCodes.Status400BadRequest, "invalid-value", "A value is not valid", IdempotencyKey.Rule));
        }

        var run = Describe(body, key, request);
        return await StartAsync(run, request.HttpContext) is { } refused ? (null, refused) : await ReadBackAsync(run, request.HttpContext.RequestAborted);
    }

    private RunRequest Describe(ChatBody body, string? key, HttpRequest request)
    {
        var now = time.GetUtcNow();
        var ulid = key is null ? Ulid.NewUlid(now) : IdempotencyKey.ToUlid(key);
        var fromPage = request.Headers[ClientHeader] == "page";
        return new RunRequest
        {
            RunId = $"chat-{ulid}",
            ThreadKey = ThreadId.ToKey(body.ThreadId ?? ulid.ToString()),
            Actor = new Actor(fromPage ? "page" : "api", "", body.UserId ?? (fromPage ? "page" : "api")),
            Text = body.Message,
            ReceivedAt = now,
            TraceParent = Activity.Current?.Id,
        };
    }

    private async Task<IResult?> StartAsync(RunRequest run, HttpContext context)
    {
        try
        {
            // Once begun it is not given up with the connection: the caller may ask again with the same key.
            if (await starter.StartAsync(run, CancellationToken.None))
            {
                LogAccepted(run.RunId);
            }

            return null;
        }
        catch (Exception exception) when (!exception.IsCausedBy(context.RequestAborted))
        {
            LogNotDurable(run.RunId, exception);
            context.Response.Headers.RetryAfter = "5";
            return Problems.Create(StatusCodes.Status503ServiceUnavailable, "not-stored", "The message could not be stored",
                "It was not accepted, and nothing was done. Try again in a few seconds.");
        }
    }

    private async Task<(RunRecord?, IResult?)> ReadBackAsync(RunRequest run, CancellationToken cancellationToken)
    {
        var stored = await memory.FindRunAsync(run.RunId, cancellationToken)
            ?? throw new RunMemoryException($"Run {run.RunId} was stored but is not there.");
        return stored.Request.Text == run.Text && stored.Request.ThreadKey == run.ThreadKey && stored.Request.Actor.Id == run.Actor.Id
            ? (stored, null)
            : (null, Problems.Create(StatusCodes.Status422UnprocessableEntity, "idempotency-conflict", "Idempotency-Key was used for another message",
                $"The key belongs to run '{run.RunId}' with another message, thread_id or user_id. Use a new key for a new message."));
    }

    [LoggerMessage(LogLevel.Information, "chat_accepted run_id={RunId}")]
    private partial void LogAccepted(string runId);

    [LoggerMessage(LogLevel.Error, "chat_not_stored run_id={RunId}")]
    private partial void LogNotDurable(string runId, Exception exception);
}
