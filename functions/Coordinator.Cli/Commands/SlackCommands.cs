using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
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

    private static readonly Option<string?> Channel = new("--channel") { Description = "Id of a channel, such as C0123456789.", HelpName = "id" };

    public static Command Create(Verb verb) => Verb.Group("slack", "The connection to Slack.",
        verb.New("status", "Whether Slack accepts the bot token, and as whom, and whether the connections of Socket Mode are open. Ends with 3 if not.", [], async invocation =>
            Show(invocation, await invocation.Client.GetAsync("slack/status?detail=true", invocation.Cancellation)) ? ExitCodes.Done : ExitCodes.NotWell),
        verb.New("restart", "Opens new connections of Socket Mode, then closes the old ones.", [], async invocation =>
            Show(invocation, await invocation.Client.PostAsync("slack/restart", [], invocation.Cancellation)) ? ExitCodes.Done : ExitCodes.Failed),
        verb.New("test", "Asks Slack now, compares the token's scopes with those that are needed and, with --channel, posts one message that everybody there sees. Ends with 3 if something is wrong.", [Channel], async invocation =>
        {
            var body = invocation.Get(Channel) is { } channel ? new JsonObject { ["channel"] = channel } : [];
            var test = await invocation.Client.PostAsync("slack/test", body, invocation.Cancellation);
            invocation.Screen.Show(test, shown => ShowTest(invocation.Screen, shown));
            return test.IsTrue("ok") ? ExitCodes.Done : ExitCodes.NotWell;
        }));

    /// <returns>Whether it is connected.</returns>
    private static bool Show(Invocation invocation, JsonElement status)
    {
        invocation.Screen.Show(status, shown =>
        {
            invocation.Screen.Fields(
                ("Slack", shown.IsTrue("connected") ? "connected" : "disconnected"), ("Error", shown.Text("error")), ("Bot user", shown.Text("user_id")), ("Bot", shown.Text("bot_id")), ("Team", shown.Text("team")), ("Socket Mode", shown.Text("socket_mode")));
            if (shown.IsTrue("socket_mode"))
            {
                invocation.Screen.Table(Connections, shown.Items("connections"), "There are no connections.");
            }
        });
        return status.IsTrue("connected");
    }

    private static void ShowTest(Screen screen, JsonElement test)
    {
        var (error, scopes, message) = (test.Member("error") ?? default, test.Member("scopes") ?? default, test.Member("message") ?? default);
        screen.Fields(
            ("Slack", test.IsTrue("connected") ? "connected" : "disconnected"), ("Team", test.Text("team")), ("Workspace", test.Text("url")), ("Bot user", test.Text("user_id")), ("Bot", test.Text("bot_id")),
            ("Scopes", ScopesOf(scopes)), ("Missing scopes", scopes.List("missing") is { Length: > 0 } missing ? $"{missing}: add them on the app's page OAuth & Permissions, and install the app again" : ""),
            ("Posted", message.Text("ts")), ("Link", message.Text("link")), ("Error", error.Text("message")), ("Meaning", error.Text("meaning")), ("Next step", error.Text("action")));
    }

    private static string ScopesOf(JsonElement scopes) =>
        scopes.ValueKind != JsonValueKind.Object ? "" : scopes.Member("granted") is null ? $"Slack does not say; needed are {scopes.List("needed")}" : scopes.List("granted");
}
