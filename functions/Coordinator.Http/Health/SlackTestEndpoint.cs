using System.Text.RegularExpressions;
using Coordinator.Core.Audit;
using Coordinator.Core.Failures;
using Coordinator.Core.Replies;
using Coordinator.Http.Access;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Health;

/// <summary><c>POST /slack/test</c> (runbook 3.2): asks Slack now, compares the token's scopes with those that are needed and, if a channel is named, posts one message there.</summary>
internal sealed partial class SlackTestEndpoint(AuditLog audit, TimeProvider time, ISlackApi? slack = null)
{
    private const int MaxBytes = 1024;

    /// <summary>As README.md tells to install the app.</summary>
    private static readonly string[] Needed = ["app_mentions:read", "channels:history", "chat:write", "groups:history", "im:history"];

    private static readonly Failure NotConfigured = new(FailureClass.Unavailable, "Slack is not configured (SLACK_BOT_TOKEN).");

    /// <summary>200 in any case: what was asked for is how it is.</summary>
    public async Task<IResult> PostAsync(HttpRequest request)
    {
        var body = await JsonBody.ReadOptionalAsync(request, MaxBytes, "channel");
        if (body.Problem is { } problem)
        {
            return problem;
        }

        if (!body.TryText("channel", out var channel) || (channel is not null && !Channel().IsMatch(channel)))
        {
            return Problems.Create(StatusCodes.Status400BadRequest, "invalid-value", "A value is not valid", "channel must be the id of a channel, such as C0123456789, or its name with #.");
        }

        var token = request.HttpContext.RequestAborted;
        var asked = slack is null ? NotConfigured : await slack.TestAuthAsync(token);
        var posted = asked.IsSuccess && channel is not null ? await TryPostAsync(channel, request) : (Outcome<string>?)null;
        return WebJson.Ok(Shown(asked, channel, posted));
    }

    private async Task<Outcome<string>> TryPostAsync(string channel, HttpRequest request)
    {
        var post = new SlackPost { Channel = channel, Text = "Test message of the coordinator: it can post here.", RunId = $"slack-test-{Ulid.NewUlid(time.GetUtcNow())}", Part = 0 };
        var posted = await slack!.PostAsync(post, request.HttpContext.RequestAborted);
        await audit.RecordAsync("slack_test", channel, Caller.Of(request), posted.IsSuccess ? $"posted {posted.Value}" : posted.Failure.Message, CancellationToken.None);
        return posted;
    }

    private static object Shown(Outcome<SlackIdentity> asked, string? channel, Outcome<string>? posted)
    {
        var identity = asked.Value;
        var missing = identity?.Scopes is { } scopes ? Needed.Except(scopes).ToList() : [];
        var failure = asked.Failure ?? posted?.Failure;
        return new
        {
            Ok = failure is null && missing.Count == 0,
            Connected = identity is not null,
            identity?.Team,
            identity?.TeamId,
            identity?.UserId,
            identity?.BotId,
            identity?.Url,
            Scopes = identity is null ? null : new { Granted = identity.Scopes, Needed, Missing = missing },
            Message = posted?.Value is { } ts ? new { Channel = channel, Ts = ts, Link = identity?.LinkTo(channel!, ts) } : null,
            Error = failure is null ? null : Explained(failure),
        };
    }

    private static object Explained(Failure failure)
    {
        var row = ErrorTable.OfSlack(failure);
        return new
        {
            failure.Class,
            failure.Code,
            // A post without an answer may stand in the channel all the same.
            Message = failure is { MaybeExecuted: true } ? $"{ErrorText.EndWithStop(failure.Message)} It may have been carried out." : failure.Message,
            row?.Meaning,
            row?.Action,
            RetryAfterSeconds = failure.RetryAfter is { } wait ? (double?)Math.Ceiling(wait.TotalSeconds) : null,
        };
    }

    [GeneratedRegex(@"^(?:[CDGU][A-Z0-9]{1,63}|#[\p{L}\p{N}_-]{1,80})\z")]
    private static partial Regex Channel();
}
