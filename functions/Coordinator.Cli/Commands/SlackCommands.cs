using System.CommandLine;
using System.Text.Json;
using Coordinator.Cli.Output;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator slack …</c> (runbook 3).</summary>
internal static class SlackCommands
{
    private static readonly Column[] Connections =
    [
        new("CONNECTION", "connection"), new("STATE", "state"), new("SINCE", one => one.Time("since")), new("LAST EVENT", one => one.Time("last_event_at")),
        new("RECONNECTS", "reconnects", isNumber: true), new("NEXT TRY", one => one.Time("next_try_at")), new("HOST", "host"), new("LAST ERROR", "last_error"),
    ];

    public static Command Create(Verb verb) => Verb.Group("slack", "The connection to Slack.",
        verb.New("status", "Whether Slack accepts the bot token, and as whom, and whether the connections of Socket Mode are open. Ends with 3 if not.", [], async invocation =>
            Show(invocation, await invocation.Client.GetAsync("slack/status?detail=true", invocation.Cancellation)) ? ExitCodes.Done : ExitCodes.NotWell),
        verb.New("restart", "Opens new connections of Socket Mode, then closes the old ones.", [], async invocation =>
            Show(invocation, await invocation.Client.PostAsync("slack/restart", [], invocation.Cancellation)) ? ExitCodes.Done : ExitCodes.Failed));

    /// <returns>Whether it is connected.</returns>
    private static bool Show(Invocation invocation, JsonElement status)
    {
        invocation.Screen.Show(status, shown =>
        {
            invocation.Screen.Fields(
                ("Slack", shown.IsTrue("connected") ? "connected" : "disconnected"), ("Error", shown.Text("error")), ("Bot", shown.Text("bot_id")), ("Team", shown.Text("team")), ("Socket Mode", shown.Text("socket_mode")));
            if (shown.IsTrue("socket_mode"))
            {
                invocation.Screen.Table(Connections, shown.Items("connections"), "There are no connections.");
            }
        });
        return status.IsTrue("connected");
    }
}
