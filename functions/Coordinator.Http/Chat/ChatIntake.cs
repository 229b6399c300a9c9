using System.Diagnostics;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Http.Runs;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Chat;

/// <summary>Makes a chat message a run; the same <c>Idempotency-Key</c> makes it the same run.</summary>
internal sealed class ChatIntake(RunAcceptance acceptance, TimeProvider time)
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

        var asked = Describe(body, key, request);
        var (run, refused) = await acceptance.AcceptAsync(asked, request.HttpContext);
        return run is null || IsSame(run.Request, asked) ? (run, refused) : (null, RunAcceptance.Conflict(asked, "message", "message, thread_id or user_id"));
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

    private static bool IsSame(RunRequest stored, RunRequest asked) =>
        stored.Text == asked.Text && stored.ThreadKey == asked.ThreadKey && stored.Actor.Id == asked.Actor.Id;
}
