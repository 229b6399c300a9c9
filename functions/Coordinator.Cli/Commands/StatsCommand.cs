using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Coordinator.Cli.Output;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator stats</c> (runbook 11.1).</summary>
internal static class StatsCommand
{
    private static readonly Column[] Columns =
    [
        new("FIGURE", "name"), new("VALUE", figure => WithUnit(figure, "value"), IsNumber: true), new("STATUS", figure => figure.Member("value") is null ? "no data yet" : figure.Text("status")),
        new("WARNING ABOVE", figure => WithUnit(figure, "warning_above"), IsNumber: true), new("CRITICAL ABOVE", figure => WithUnit(figure, "critical_above"), IsNumber: true),
        new("OF", figure => figure.Text("scope").Replace('_', ' ')), new("MEANING", "meaning"),
    ];

    public static Command Create(Verb verb) => verb.New("stats", "The key figures and their limits. Ends with 3 if one is critical.", [], async invocation =>
    {
        var stats = await invocation.Client.GetAsync("stats", invocation.Cancellation);
        invocation.Screen.Show(stats, shown => invocation.Screen.Table(Columns, shown.Items("metrics"), "There are no figures."));
        return stats.Text("status") == "critical" ? ExitCodes.NotWell : ExitCodes.Done;
    });

    private static string WithUnit(JsonElement figure, string name) => figure.Member(name) is { ValueKind: JsonValueKind.Number } number
        ? $"{number.GetDouble().ToString("0.##", CultureInfo.InvariantCulture)} {figure.Text("unit")}".Trim()
        : figure.Text(name);
}
