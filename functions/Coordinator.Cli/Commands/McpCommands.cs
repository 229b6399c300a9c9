using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Cli.Output;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator mcp …</c> (runbook 1).</summary>
internal static class McpCommands
{
    private static readonly Argument<string> Id = new("server") { Description = "Id of the server; 'coordinator mcp list' shows them." };

    private static readonly Argument<string?> AnyId = new("server") { Description = "Id of one server; without it, all.", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Argument<string> Switch = new("on|off") { Description = "Whether it is restarted by itself when it is unhealthy." };

    private static readonly Argument<string> Url = new("url") { Description = "Its https address." };

    private static readonly Option<string?> Description = new("--description") { Description = "What it is for.", HelpName = "text" };

    private static readonly Option<string?> TokenVariable = new("--token-env") { Description = "Name of the coordinator's environment variable that holds its token.", HelpName = "name" };

    private static readonly Column[] Columns =
    [
        new("SERVER", "id"), new("STATUS", "status"), new("TOOLS", "tool_count", isNumber: true), new("TRANSPORT", "transport"), new("SOURCE", "source"),
        new("REGISTRATION", server => server.Text("registration") is "not registered" ? "" : server.Text("registration")), new("CONNECTED", server => server.Time("connected_at")), new("ERROR", "error"),
    ];

    private static readonly Column[] Circuits =
    [
        new("SERVER", "server"), new("CALLS", "calls"), new("STATE", "state"), new("FAILURES", "failure_count", isNumber: true),
        new("NEXT TRY", circuit => circuit.Time("open_until")), new("LAST ERROR", "last_error"),
    ];

    private static readonly string[] Directions = ["read", "write"];

    static McpCommands() => Switch.AcceptOnlyFromAmong("on", "off");

    public static Command Create(Verb verb) => Verb.Group("mcp", "The servers that bring the tools.",
        verb.New("list", "All servers with their status and number of tools.", [], async invocation =>
            invocation.Screen.Show(await invocation.Client.GetAsync("mcp/servers", invocation.Cancellation), answer => invocation.Screen.Table(Columns, answer.Items("servers"), "There are no servers."))),
        verb.New("show", "One server.", [Id], async invocation =>
            invocation.Screen.Show(await invocation.Client.GetAsync($"mcp/servers/{invocation.Escaped(Id)}", invocation.Cancellation), server => ShowServer(invocation.Screen, server))),
        verb.New("test", "Looks at one server now. Ends with 3 if it is not well.", [Id], TestAsync),
        verb.New("restart", "Disconnects it, waits 2 s, connects it again, on all instances.", [Id], RestartAsync),
        verb.New("circuit", "Whether its circuits for reads and writes are closed.", [AnyId], CircuitAsync),
        verb.New("reset", "Closes its circuits: the next call is sent.", [Id], async invocation =>
            ShowCircuits(invocation.Screen, [await invocation.Client.DeleteAsync($"mcp/servers/{invocation.Escaped(Id)}/circuit", invocation.Cancellation)])),
        verb.New("auto-restart", "Switches its automatic restart, for all instances.", [Id, Switch], AutoRestartAsync),
        LogCommands.CreateFor(verb, Id),
        verb.New("register", "Adds a server by its address, which the coordinator must allow.", [Id, Url, Description, TokenVariable], RegisterAsync),
        verb.New("remove", "Takes away a server that was registered.", [Id], async invocation =>
            invocation.Screen.Show(await invocation.Client.DeleteAsync($"mcp/servers/{invocation.Escaped(Id)}", invocation.Cancellation), _ => invocation.Screen.Line($"{invocation.Get(Id)} is removed."))));

    private static void ShowServer(Screen screen, JsonElement server)
    {
        var registration = server.Member("registration") ?? default;
        screen.Fields(
            ("Server", server.Text("id")), ("Status", server.Text("status")), ("Error", server.Text("error")), ("Tools", server.Text("tool_count")), ("Transport", server.Text("transport")), ("Source", server.Text("source")),
            ("Registration", $"{registration.Text("status")} {registration.Time("registered_at")}".Trim()), ("Registered by", registration.Text("by")), ("Address", registration.Text("url")),
            ("Description", registration.Text("description")), ("Domains", server.List("domains")), ("Protocol", server.Text("protocol_version")), ("Connected", server.Time("connected_at")));
        if (server.Member("manifest") is { } manifest)
        {
            screen.Fields(("Manifest", $"{manifest.Text("server_name")} {manifest.Text("server_version")}".Trim()), ("Problems", manifest.List("problems")));
        }
    }

    private static async Task<int> TestAsync(Invocation invocation)
    {
        var server = await invocation.Client.GetAsync($"mcp/servers/{invocation.Escaped(Id)}", invocation.Cancellation);
        var health = await invocation.Client.PostAsync("health/check", [], invocation.Cancellation);
        var component = health.Member("components")?.Member($"mcp_{server.Text("id")}")
            ?? throw new CliException(ExitCodes.OldHost, $"{invocation.Client.Target.Shown} does not check single servers: it is older than this program.");
        invocation.Screen.Show(component, shown => invocation.Screen.Fields(
            ("Server", server.Text("id")), ("Status", shown.Text("status")), ("Message", shown.Text("message")), ("Answered in", shown.Milliseconds("latency_ms")), ("Tools", server.Text("tool_count"))));
        return component.Text("status") == "healthy" ? ExitCodes.Done : ExitCodes.NotWell;
    }

    private static async Task<int> RestartAsync(Invocation invocation)
    {
        var answer = await invocation.Client.PostAsync($"mcp/servers/{invocation.Escaped(Id)}/restart", [], invocation.Cancellation);
        invocation.Screen.Show(answer, restart => invocation.Screen.Fields(
            ("Server", restart.Text("id")), ("Status", restart.Text("status")), ("Error", restart.Text("error")), ("Tools", restart.Text("tool_count")), ("Took", $"{restart.Text("seconds")} s")));
        return answer.Text("status") == "error" ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static async Task<int> CircuitAsync(Invocation invocation)
    {
        var servers = invocation.Get(AnyId) is { } one
            ? [one]
            : (await invocation.Client.GetAsync("mcp/servers", invocation.Cancellation)).Items("servers").Select(server => server.Text("id")).ToList();
        var circuits = new List<JsonElement>();
        foreach (var server in servers)
        {
            circuits.Add(await invocation.Client.GetAsync($"mcp/servers/{Uri.EscapeDataString(server)}/circuit", invocation.Cancellation));
        }

        ShowCircuits(invocation.Screen, circuits);
        return ExitCodes.Done;
    }

    private static void ShowCircuits(Screen screen, IReadOnlyList<JsonElement> servers)
    {
        var answer = servers is [var one] ? one : JsonSerializer.SerializeToElement(new { circuits = servers });
        screen.Show(answer, _ => screen.Table(Circuits, servers.SelectMany(Rows), "There are no servers."));
    }

    private static IEnumerable<JsonElement> Rows(JsonElement server) => Directions.Select(calls =>
    {
        var row = JsonObject.Create(server.Member(calls) ?? default) ?? [];
        (row["server"], row["calls"]) = (server.Text("server_id"), calls);
        return JsonSerializer.SerializeToElement(row);
    });

    private static async Task AutoRestartAsync(Invocation invocation)
    {
        var answer = await invocation.Client.PutAsync($"mcp/servers/{invocation.Escaped(Id)}/auto-restart", new JsonObject { ["enabled"] = invocation.Get(Switch) == "on" }, invocation.Cancellation);
        invocation.Screen.Show(answer, shown =>
            invocation.Screen.Line($"Auto-restart of {shown.Text("id")} is {(shown.IsTrue("enabled") ? "on" : "off")}{(shown.IsTrue("enabled") && shown.IsFalse("effective") ? ", but HEALTH_MONITOR_AUTO_RESTART switches it off for all" : "")}."));
    }

    private static async Task RegisterAsync(Invocation invocation)
    {
        var body = new JsonObject { ["id"] = invocation.Get(Id), ["url"] = invocation.Get(Url) };
        if (invocation.Get(Description) is { } description)
        {
            body["description"] = description;
        }

        if (invocation.Get(TokenVariable) is { } variable)
        {
            body["auth"] = new JsonObject { ["token_env"] = variable };
        }

        invocation.Screen.Show(await invocation.Client.PostAsync("mcp/servers", body, invocation.Cancellation), server => ShowServer(invocation.Screen, server));
    }
}
