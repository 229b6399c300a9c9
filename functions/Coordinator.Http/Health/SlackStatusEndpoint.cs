using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Health;

/// <summary><c>GET /slack/status</c> (runbook 3).</summary>
internal sealed class SlackStatusEndpoint(SlackConnection slack, CoordinatorHttpOptions options)
{
    public async Task<IResult> GetAsync(HttpRequest request)
    {
        var checkedNow = await slack.CheckAsync(request.HttpContext.RequestAborted);
        var identity = checkedNow?.Value;
        return WebJson.Ok(new
        {
            Connected = identity is not null,
            identity?.BotId,
            identity?.UserId,
            identity?.Team,
            SocketMode = options.SlackSocketMode,
            Error = slack.IsConfigured ? checkedNow?.Failure?.Message : "Slack is not configured (SLACK_BOT_TOKEN).",
        });
    }
}
