using Coordinator.Connections.Slack.Sockets;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Health;

/// <summary><c>GET /slack/status</c> (runbook 3.1); with <c>?detail=true</c> each connection of Socket Mode.</summary>
internal sealed class SlackStatusEndpoint(SlackConnection slack, SocketHealth health, SocketMode? sockets = null)
{
    public async Task<IResult> GetAsync(HttpRequest request) =>
        WebJson.Ok(await ShowAsync(request.Query["detail"] == "true", request.HttpContext.RequestAborted));

    /// <summary>Connected: Slack accepts the token, and events can come. A connection that is missing among others is said as an error all the same.</summary>
    public async Task<object> ShowAsync(bool inDetail, CancellationToken cancellationToken)
    {
        var checkedNow = await slack.CheckAsync(cancellationToken);
        var (identity, connections) = (checkedNow?.Value, sockets?.Connections);
        var status = new
        {
            Connected = identity is not null && connections?.Any(one => one.State == SocketStatus.Connected) != false,
            identity?.BotId,
            identity?.UserId,
            identity?.Team,
            SocketMode = health.IsUsed,
            Error = slack.IsConfigured ? checkedNow?.Failure?.Message ?? health.Problem()?.Message : "Slack is not configured (SLACK_BOT_TOKEN).",
        };
        return inDetail ? new { status.Connected, status.BotId, status.UserId, status.Team, status.SocketMode, status.Error, Connections = connections ?? [] } : status;
    }
}
