using System.CommandLine;
using Coordinator.Cli.Output;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator cache …</c> (runbook 4.3).</summary>
internal static class CacheCommands
{
    private static readonly Option<string> Namespace = new("--namespace") { Description = "Which; 'coordinator cache list' shows them.", Required = true, HelpName = "name" };

    private static readonly Column[] Columns = [new("NAMESPACE", "namespace"), new("KEYS", "keys", isNumber: true), new("CLEARABLE", "clearable"), new("HOLDS", "holds")];

    public static Command Create(Verb verb) => Verb.Group("cache", "What the instances share in the state store.",
        verb.New("list", "The namespaces, and which can be cleared.", [], async invocation =>
            invocation.Screen.Show(await invocation.Client.GetAsync("cache", invocation.Cancellation), answer => invocation.Screen.Table(Columns, answer.Items("namespaces"), "There are no namespaces."))),
        verb.New("clear", "Deletes the keys of one namespace.", [Namespace], async invocation =>
            invocation.Screen.Show(await invocation.Client.DeleteAsync($"cache/{Uri.EscapeDataString(invocation.Get(Namespace))}", invocation.Cancellation), answer =>
                invocation.Screen.Line($"{answer.Text("deleted")} keys of {answer.Text("namespace")} are deleted."))));
}
