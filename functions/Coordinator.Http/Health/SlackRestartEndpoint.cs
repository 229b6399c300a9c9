using Coordinator.Connections.Slack.Sockets;
using Coordinator.Core.Audit;
using Coordinator.Http.Access;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Health;

/// <summary><c>POST /slack/restart</c> (runbook 3.2): new connections in place of all, each opened before the old one closes. Answers as <c>GET /slack/status?detail=true</c>.</summary>
internal sealed class SlackRestartEndpoint(SlackStatusEndpoint status, AuditLog audit, TimeProvider time, SocketMode? sockets = null)
{
    /// <summary>What takes longer goes on, and the status says how far it is.</summary>
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(30);

    public async Task<IResult> PostAsync(HttpRequest request)
    {
        if (sockets is null)
        {
            return Problems.Create(StatusCodes.Status409Conflict, "no-socket-mode", "There is no connection to restart",
                "Events come over HTTP here. Socket Mode is the local host's, with SLACK_APP_TOKEN set and --mode slack or both.");
        }

        try
        {
            await sockets.RestartAsync(CancellationToken.None).WaitAsync(AnswersWithin, time, request.HttpContext.RequestAborted);
        }
        catch (TimeoutException)
        {
            // Said by the status.
        }

        var connected = sockets.Connections.Count(one => one.State == SocketStatus.Connected);
        await audit.RecordAsync("slack_restarted", "slack", Caller.Of(request), $"{connected} of {sockets.Connections.Count} connected", CancellationToken.None);
        return WebJson.Ok(await status.ShowAsync(inDetail: true, request.HttpContext.RequestAborted));
    }
}
