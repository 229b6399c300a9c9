using System.CommandLine;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator slack …</c> (runbook 3).</summary>
internal static class SlackCommands
{
    public static Command Create(Verb verb) => Verb.Group("slack", "The connection to Slack.",
        verb.New("status", "Whether Slack accepts the bot token, and as whom. Ends with 3 if not.", [], async invocation =>
        {
            var status = await invocation.Client.GetAsync("slack/status", invocation.Cancellation);
            invocation.Screen.Show(status, shown => invocation.Screen.Fields(
                ("Slack", shown.IsTrue("connected") ? "connected" : "disconnected"), ("Error", shown.Text("error")), ("Bot", shown.Text("bot_id")), ("Team", shown.Text("team")), ("Socket Mode", shown.Text("socket_mode"))));
            return status.IsTrue("connected") ? ExitCodes.Done : ExitCodes.NotWell;
        }));
}
