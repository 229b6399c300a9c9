using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Cli.Login;
using Coordinator.Cli.Output;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator oca …</c> (runbook 2.3).</summary>
internal static class OcaCommands
{
    private const string PortVariable = "OCA_CALLBACK_PORT";

    private const int DefaultPort = 48801;

    private static readonly Option<string?> User = new("--user") { Description = "Whose login, where each user has one of his own, such as slack:T024BE7LD:U012AB3CD.", HelpName = "name" };

    private static readonly Option<int?> Port = new("--callback-port") { Description = $"Port of this machine that the browser comes back to; also {PortVariable}. Default: {DefaultPort}, which Oracle's identity service knows.", HelpName = "port" };

    private static readonly Option<bool> NoBrowser = new("--no-browser") { Description = "Print the address, and open no browser." };

    private static readonly Option<bool> Hosted = new("--hosted") { Description = "Print an address for any browser, which comes back to the coordinator instead of this machine (OCA_REDIRECT_URI)." };

    public static Command Create(Verb verb) => Verb.Group("oca", "The login to Oracle Code Assist.",
        verb.New("login", "Logs in with a browser. Ends with 1 if that does not succeed.", [User, Port, NoBrowser, Hosted], LoginAsync),
        verb.New("status", "How long the login lasts. Ends with 3 if somebody has to log in.", [User], async invocation =>
        {
            var status = await invocation.Client.GetAsync($"auth/oca/status{Query.Of(("user", invocation.Get(User)))}", invocation.Cancellation);
            invocation.Screen.Show(status, shown => Show(invocation.Screen, shown));
            return status.IsTrue("valid") || status.IsTrue("can_refresh") ? ExitCodes.Done : ExitCodes.NotWell;
        }),
        verb.New("logout", "The coordinator forgets the login.", [User], async invocation =>
            invocation.Screen.Show(await invocation.Client.PostAsync("auth/oca/logout", invocation.Get(User) is { } user ? new JsonObject { ["user"] = user } : [], invocation.Cancellation), answer =>
                invocation.Screen.Line(answer.IsTrue("was_logged_in") ? "Logged out." : "Nobody was logged in."))));

    private static async Task LoginAsync(Invocation invocation)
    {
        if (invocation.Get(Hosted))
        {
            var begun = await OcaLogin.ElsewhereAsync(invocation, invocation.Get(User));
            invocation.Screen.Show(begun, login => invocation.Screen.Line(login.Text("url")));
            if (!invocation.Screen.IsJson)
            {
                invocation.Screen.Note($"Open this address until {begun.Time("expires_at")}, once. Whoever does so logs in with his own account; 'coordinator oca status' shows it.");
            }

            return;
        }

        var status = await OcaLogin.HereAsync(invocation, invocation.Get(User), PortOf(invocation), opensBrowser: !invocation.Get(NoBrowser));
        invocation.Screen.Show(status, shown => Show(invocation.Screen, shown));
    }

    private static int PortOf(Invocation invocation)
    {
        var text = invocation.Get(Port)?.ToString(CultureInfo.InvariantCulture) ?? invocation.Environment.Variable(PortVariable);
        return string.IsNullOrWhiteSpace(text) ? DefaultPort
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort ? port
            : throw new CliException(ExitCodes.WrongUsage, $"The callback port is '{text}': it must be a whole number from 0 to {IPEndPoint.MaxPort}.");
    }

    private static void Show(Screen screen, JsonElement status) => screen.Fields(
        ("Logged in", status.IsTrue("logged_in") ? "yes" : "no"), ("User", status.Text("user")), ("Account", status.Text("account")),
        ("Expires in", Left(status, "expires_in_seconds")), ("Refresh expires in", Left(status, "refresh_expires_in_seconds")),
        ("Valid", status.IsTrue("valid") ? "yes" : "no"), ("Can refresh", status.IsTrue("can_refresh") ? "yes" : "no"));

    private static string Left(JsonElement status, string name) => status.Member(name) is { ValueKind: JsonValueKind.Number } seconds ? TimeSpan.FromSeconds(seconds.GetInt64()).ToString("g", CultureInfo.InvariantCulture) : "";
}
