using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Coordinator.Core.Runs;
using Coordinator.Core.Secrets;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Coordinator.Core.Tools.Arguments;
using Coordinator.Http.Chat;
using Coordinator.Http.Runs;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Tools;

/// <summary>Makes one tool call a run, so that a write has its effect record and is made once whatever happens; the same <c>Idempotency-Key</c> is the same run.</summary>
internal sealed class ToolRunIntake(ToolGate gate, RunAcceptance acceptance, TimeProvider time)
{
    private const int MaxShownArguments = 300;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Either the durable run or the problem. Whether the call may be made at all is decided when it is made.</summary>
    public async Task<(RunRecord? Run, IResult? Problem)> AcceptAsync(HttpRequest request)
    {
        var (body, problem) = await ToolRunBody.ReadAsync(request);
        if (body is null)
        {
            return (null, problem);
        }

        if (!IdempotencyKey.TryRead(request, out var key))
        {
            return (null, ToolRunBody.Invalid(IdempotencyKey.Rule).Item2);
        }

        var catalog = await gate.CatalogAsync(request.HttpContext.RequestAborted);
        if (catalog.Find(body.Name) is not { } tool)
        {
            return (null, ToolsEndpoint.NotFound(body.Name));
        }

        if (ArgumentCheck.ProblemOf(body.Arguments, tool.InputSchema, "arguments") is { } wrong)
        {
            return (null, ToolRunBody.Invalid(wrong).Item2);
        }

        var asked = Describe(body, key);
        var (run, refused) = await acceptance.AcceptAsync(asked, request.HttpContext);
        return run is null || IsSame(run.Request, asked) ? (run, refused) : (null, RunAcceptance.Conflict(asked, "call", "name, arguments, timeout_seconds or user_id"));
    }

    private RunRequest Describe(ToolRunBody body, string? key)
    {
        var now = time.GetUtcNow();
        var id = $"tool-{(key is null ? Ulid.NewUlid(now) : IdempotencyKey.ToUlid(key))}";
        var arguments = Redaction.Of(body.Arguments)?.ToJsonString(Readable) ?? "";
        return new RunRequest
        {
            RunId = id,
            ThreadKey = id,
            Actor = new Actor("api", "", body.UserId ?? "api"),
            Text = $"Tool {body.Name} {(arguments.Length <= MaxShownArguments ? arguments : "{…}")}",
            Call = new RunToolCall(body.Name, body.Arguments) { TimeoutSeconds = body.TimeoutSeconds },
            ReceivedAt = now,
            TraceParent = Activity.Current?.Id,
        };
    }

    private static bool IsSame(RunRequest stored, RunRequest asked) =>
        stored.Call is { } call && call.Tool == asked.Call!.Tool && call.TimeoutSeconds == asked.Call.TimeoutSeconds
        && JsonElement.DeepEquals(call.Arguments, asked.Call.Arguments) && stored.Actor.Id == asked.Actor.Id;
}
