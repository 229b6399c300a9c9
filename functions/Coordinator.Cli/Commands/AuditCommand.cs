using System.CommandLine;
using Coordinator.Cli.Output;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator audit</c>.</summary>
internal static class AuditCommand
{
    private static readonly Option<int?> Limit = new("--limit") { Description = "At most so many.", HelpName = "number" };

    private static readonly Column[] Columns = [new("TIME", entry => entry.Time("at")), new("ACTION", "action"), new("TARGET", "target"), new("BY", "by"), new("DETAIL", "detail")];

    public static Command Create(Verb verb) => verb.New("audit", "Who did what to the coordinator, the newest first.", [Limit], async invocation =>
    {
        var answer = await invocation.Client.GetAsync($"audit{Query.Of(("limit", invocation.Get(Limit)?.ToString(null as IFormatProvider)))}", invocation.Cancellation);
        invocation.Screen.Show(answer, shown => invocation.Screen.Table(Columns, shown.Items("entries"), "Nothing was done yet."));
    });
}
