using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Cli.Output;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator tools …</c> (runbook 8).</summary>
internal static class ToolCommands
{
    private static readonly Argument<string> Name = new("tool") { Description = "Its name, or an alias of it." };

    private static readonly Option<string?> Search = new("--query") { Description = "Only tools with this in their name or description.", HelpName = "text" };

    private static readonly Option<string?> Domain = new("--domain") { Description = "Only tools of this domain, such as database.", HelpName = "name" };

    private static readonly Option<int?> MaxTier = new("--max-tier") { Description = "Only tools up to this tier (1 fast to 4 confirmed).", HelpName = "tier" };

    private static readonly Option<bool> NoCalls = new("--no-calls") { Description = "Do not make the calls that show that each category works." };

    private static readonly Option<bool> Notes = new("--verbose") { Description = "Also show notes." };

    private static readonly Option<string?> Digest = new("--digest") { Description = "Accept only the definition with this digest: the one you looked at.", HelpName = "digest" };

    private static readonly Column[] Columns =
    [
        new("TOOL", "name"), new("SERVER", "server"), new("TIER", "tier", isNumber: true), new("ACCESS", tool => tool.IsTrue("read_only") ? "read" : "write"), new("RISK", "risk_level"),
        new("EXPECTED", tool => Spaced(tool.Text("latency_estimate")), IsNumber: true), new("DOMAIN", tool => tool.List("domains")), new("CHANGED", tool => tool.IsTrue("drifted") ? "changed" : ""),
    ];

    private static readonly Column[] Findings = [new("SEVERITY", "severity"), new("TOOL", "tool_name"), new("SERVER", "server"), new("CODE", "code"), new("FINDING", "message")];

    private static readonly Column[] Checks =
    [
        new("CATEGORY", "category"), new("STATUS", "status"), new("TOOL", "tool"), new("TIME", check => check.Milliseconds("duration_ms")),
        new("WHAT IT SHOWED", check => check.Text("error") is { Length: > 0 } error ? error : check.Text("message")),
    ];

    public static Command Create(Verb verb) => Verb.Group("tools", "The tools of all servers.",
        verb.New("list", "All tools, or those that fit.", [Search, Domain, MaxTier], async invocation =>
        {
            var query = Query.Of(("query", invocation.Get(Search)), ("domain", invocation.Get(Domain)), ("max_tier", invocation.Get(MaxTier)?.ToString(null as IFormatProvider)));
            invocation.Screen.Show(await invocation.Client.GetAsync($"tools{query}", invocation.Cancellation), answer => invocation.Screen.Table(Columns, answer.Items("tools"), "No tool fits."));
        }),
        verb.New("show", "One tool with its input.", [Name], async invocation =>
            invocation.Screen.Show(await invocation.Client.GetAsync($"tools/{invocation.Escaped(Name)}", invocation.Cancellation), tool => ShowTool(invocation.Screen, tool))),
        verb.New("validate", "Checks tools, policy and workflows against each other. Ends with 3 if there are errors.", [NoCalls, Notes], ValidateAsync),
        ToolRunCommand.Create(verb),
        verb.New("accept", "The tool's changed definition is the right one from now on.", [Name, Digest], async invocation =>
        {
            var body = invocation.Get(Digest) is { } digest ? new JsonObject { ["digest"] = digest } : [];
            invocation.Screen.Show(await invocation.Client.PostAsync($"tools/{invocation.Escaped(Name)}/accept", body, invocation.Cancellation), answer =>
                invocation.Screen.Line(answer.IsTrue("was_drifted") ? $"The changed definition of {answer.Text("name")} is accepted." : $"{answer.Text("name")} had not changed."));
        }));

    /// <summary><c>1200ms</c> as all other times are shown.</summary>
    private static string Spaced(string estimate) => estimate.EndsWith("ms", StringComparison.Ordinal) ? $"{estimate[..^2]} ms" : estimate;

    private static void ShowTool(Screen screen, JsonElement tool)
    {
        screen.Fields(
            ("Tool", tool.Text("canonical_name")), ("Aliases", tool.List("aliases")), ("Description", tool.Text("description")), ("Server", tool.Text("server")), ("Tier", $"{tool.Text("tier")} ({tool.Text("tier_from")})"),
            ("Access", tool.IsTrue("read_only") ? "read" : "write"), ("Confirmation", tool.IsTrue("requires_confirmation") ? "ought to be asked for" : ""), ("Risk", tool.Text("risk_level")), ("Domains", tool.List("domains")),
            ("Time limit", $"{tool.Text("time_limit_seconds")} s"), ("Idempotency", tool.Text("idempotency")), ("Verified by", tool.Text("verified_by")));
        if (tool.Member("definition") is { } definition && definition.IsTrue("drifted"))
        {
            screen.Fields(("Definition", "changed"), ("What", definition.Text("changed")), ("Since", definition.Time("since")), ("Digest", definition.Text("digest")), ("Calls", definition.IsTrue("holds_calls") ? "held until it is accepted" : ""));
        }

        screen.Line();
        screen.Json(tool.Member("input_schema") ?? default);
    }

    private static async Task<int> ValidateAsync(Invocation invocation)
    {
        var report = await invocation.Client.PostAsync("tools/validate", new JsonObject { ["startup"] = !invocation.Get(NoCalls) }, invocation.Cancellation);
        invocation.Screen.Show(report, _ => ShowReport(invocation, report));
        return report.IsTrue("valid") && report.Members("startup").All(check => check.Value.Text("status") != "error") ? ExitCodes.Done : ExitCodes.NotWell;
    }

    private static void ShowReport(Invocation invocation, JsonElement report)
    {
        var findings = report.Items("errors").Concat(report.Items("warnings")).Concat(invocation.Get(Notes) ? report.Items("info") : []).ToList();
        if (findings.Count > 0)
        {
            invocation.Screen.Table(Findings, findings, "");
        }

        if (report.Members("startup").Any())
        {
            invocation.Screen.Table(Checks, report.Members("startup").Select(WithCategory), "");
        }

        invocation.Screen.Line(report.Text("summary"));
    }

    private static JsonElement WithCategory(JsonProperty check)
    {
        var row = JsonObject.Create(check.Value)!;
        row["category"] = check.Name;
        return JsonSerializer.SerializeToElement(row);
    }
}
