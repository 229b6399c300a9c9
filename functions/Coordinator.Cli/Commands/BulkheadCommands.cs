using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Coordinator.Cli.Output;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator bulkheads …</c> (runbook 7).</summary>
internal static class BulkheadCommands
{
    private static readonly Argument<string> Partition = new("partition") { Description = "Such as database; 'coordinator bulkheads list' shows them." };

    private static readonly Argument<string> Limit = new("limit") { Description = "Calls at the same time, over all instances; 'default' for that of the configuration." };

    private static readonly Column[] Columns =
    [
        new("PARTITION", "partition"), new("ACTIVE", "active_count", isNumber: true), new("LIMIT", "max_concurrent", isNumber: true),
        new("CONFIGURED", partition => partition.Text("configured_max_concurrent") == partition.Text("max_concurrent") ? "" : partition.Text("configured_max_concurrent"), IsNumber: true),
        new("IN LINE", "waiting_count", isNumber: true), new("TIMEOUTS", "timeout_count", isNumber: true), new("PEAK", "peak_active", isNumber: true), new("CALLS", "total_acquired", isNumber: true),
        new("AVG WAIT", partition => partition.Milliseconds("avg_wait_time_ms"), IsNumber: true), new("AVG HOLD", partition => partition.Milliseconds("avg_hold_time_ms"), IsNumber: true),
    ];

    public static Command Create(Verb verb) => Verb.Group("bulkheads", "How many calls run at the same time, by kind of tool.",
        verb.New("list", "All partitions with their use.", [], async invocation =>
            invocation.Screen.Show(await invocation.Client.GetAsync("bulkheads", invocation.Cancellation), answer => invocation.Screen.Table(Columns, answer.Items("partitions"), "There are no partitions."))),
        verb.New("set", "Sets a partition's limit at once, for all instances. Calls under way are not touched.", [Partition, Limit], async invocation =>
        {
            var answer = await invocation.Client.PutAsync($"bulkheads/{invocation.Escaped(Partition)}", new JsonObject { ["max_concurrent"] = LimitOf(invocation.Get(Limit)) }, invocation.Cancellation);
            invocation.Screen.Show(answer, partition => invocation.Screen.Table(Columns, [partition], ""));
        }));

    private static int? LimitOf(string text) =>
        text == "default" ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 ? limit
        : throw new CliException(ExitCodes.WrongUsage, $"The limit is '{text}': it must be a whole number from 1, or 'default'.");
}
