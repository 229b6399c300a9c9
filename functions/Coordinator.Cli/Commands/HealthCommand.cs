using System.CommandLine;
using System.Text.Json;
using Coordinator.Cli.Output;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator health</c> (runbook 6.1 and 6.2).</summary>
internal static class HealthCommand
{
    private static readonly Option<bool> Force = new("--force") { Description = "Look at everything now, instead of showing what was seen last." };

    private static readonly Option<bool> Watch = new("--watch") { Description = "Show it again whenever something has changed, until Ctrl-C." };

    private static readonly Option<int> Interval = new("--interval") { Description = "Seconds between two looks of --watch.", DefaultValueFactory = _ => 5, HelpName = "seconds" };

    private static readonly Column[] Columns =
    [
        new("COMPONENT", "name"),
        new("STATUS", "status"),
        new("LATENCY", component => component.Milliseconds("latency_ms"), IsNumber: true),
        new("LAST CHECK", component => component.Time("last_check")),
        new("FAILURES", component => component.Text("consecutive_failures") is "0" ? "" : component.Text("consecutive_failures"), IsNumber: true),
        new("RESTARTS", component => component.Text("restarts") is "0" ? "" : component.Text("restarts"), IsNumber: true),
        new("MESSAGE", component => string.Join(" ", new[] { component.Text("message"), component.IsFalse("auto_restart") ? "Auto-restart is off." : "" }.Where(text => text.Length > 0))),
    ];

    static HealthCommand() => Interval.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: var text }] && !(int.TryParse(text, out var seconds) && seconds is >= 1 and <= 3600))
        {
            result.AddError($"--interval is '{text}': it must be a whole number of seconds from 1 to 3600.");
        }
    });

    public static Command Create(Verb verb) => verb.New("health", "How the coordinator and its parts are. Ends with 3 if it is unhealthy.", [Force, Watch, Interval], async invocation =>
    {
        if (invocation.Get(Watch))
        {
            await WatchAsync(invocation);
        }

        var health = await ReadAsync(invocation);
        invocation.Screen.Show(health, shown => Show(invocation.Screen, shown));
        return health.Text("status") == "unhealthy" ? ExitCodes.NotWell : ExitCodes.Done;
    });

    private static Task<JsonElement> ReadAsync(Invocation invocation) => invocation.Get(Force)
        ? invocation.Client.PostAsync("health/check", [], invocation.Cancellation)
        : invocation.Client.GetAsync("health?detail=true", invocation.Cancellation);

    /// <summary>Ends with Ctrl-C only: a coordinator that is away is what one watches for.</summary>
    private static async Task WatchAsync(Invocation invocation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(invocation.Get(Interval)), invocation.Environment.Time);
        var seen = "";
        do
        {
            try
            {
                var health = await ReadAsync(invocation);
                if (Statuses(health) != seen)
                {
                    seen = Statuses(health);
                    ShowAt(invocation, health);
                }
            }
            catch (CliException exception) when (exception.ExitCode == ExitCodes.NoHost)
            {
                if (seen != exception.Message)
                {
                    seen = exception.Message;
                    invocation.Screen.Note(seen);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(invocation.Cancellation));
    }

    private static void ShowAt(Invocation invocation, JsonElement health)
    {
        if (invocation.Screen.IsJson)
        {
            invocation.Screen.JsonLine(health);
            return;
        }

        invocation.Screen.Line($"{invocation.Environment.Time.GetUtcNow():yyyy-MM-dd HH:mm:ss'Z'}");
        Show(invocation.Screen, health);
    }

    private static string Statuses(JsonElement health) =>
        $"{health.Text("status")} {string.Join(' ', health.Members("components").Select(component => $"{component.Name}={component.Value.Text("status")} {component.Value.Text("restarts")}"))}";

    private static void Show(Screen screen, JsonElement health)
    {
        screen.Line($"The coordinator is {health.Text("status")}, up for {TimeSpan.FromSeconds(health.Member("uptime_seconds")?.GetInt64() ?? 0):g}.");
        screen.Table(Columns, health.Members("components").Select(Named), "No component is known.");
    }

    private static JsonElement Named(JsonProperty component)
    {
        var named = new Dictionary<string, JsonElement> { ["name"] = JsonSerializer.SerializeToElement(component.Name) };
        foreach (var member in component.Value.EnumerateObject())
        {
            named[member.Name] = member.Value;
        }

        return JsonSerializer.SerializeToElement(named);
    }
}
