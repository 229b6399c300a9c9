using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Cli.Output;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator drain [on|off|status]</c> (runbook 10).</summary>
internal static class DrainCommand
{
    private static readonly Argument<string> State = new("state") { Description = "on: start no step from now on. off: go on. status: how it is.", DefaultValueFactory = _ => "status" };

    private static readonly Option<bool> UntilSettled = new("--wait") { Description = "With on: shows what is still under way, and ends when nothing is." };

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    static DrainCommand() => State.AcceptOnlyFromAmong("on", "off", "status");

    public static Command Create(Verb verb) => verb.New(
        "drain",
        "Lets all instances finish what is under way and start nothing more: messages are accepted and kept meanwhile. It stays until it is set off, also over restarts, and shows in health.",
        [State, UntilSettled],
        async invocation =>
        {
            var answer = invocation.Get(State) is var state && state == "status"
                ? await invocation.Client.GetAsync("drain", invocation.Cancellation)
                : await invocation.Client.PostAsync("drain", new JsonObject { ["drain"] = state == "on" }, invocation.Cancellation);
            if (invocation.Get(UntilSettled) && answer.IsTrue("draining"))
            {
                answer = await SettleAsync(invocation, answer);
            }

            invocation.Screen.Show(answer, shown => Show(invocation.Screen, shown));
        });

    /// <summary>Ends with Ctrl-C at any time: the drain stays.</summary>
    private static async Task<JsonElement> SettleAsync(Invocation invocation, JsonElement answer)
    {
        var told = "";
        while (answer.IsTrue("draining") && !answer.IsTrue("settled"))
        {
            var words = $"Still under way: {answer.Text("steps_under_way")} steps of this instance, {answer.Text("calls_under_way")} calls of all instances.";
            if (words != told && (answer.Text("steps_under_way"), answer.Text("calls_under_way")) != ("0", "0"))
            {
                invocation.Screen.Note(told = words);
            }

            await Task.Delay(Pause, invocation.Environment.Time, invocation.Cancellation);
            answer = await invocation.Client.GetAsync("drain", invocation.Cancellation);
        }

        return answer;
    }

    private static void Show(Screen screen, JsonElement drain)
    {
        screen.Line(drain.Text("message"));
        screen.Fields(
            ("Steps under way", $"{drain.Text("steps_under_way")} (this instance)"), ("Calls under way", $"{drain.Text("calls_under_way")} (all instances)"),
            ("Settled", drain.IsTrue("draining") ? drain.IsTrue("settled") ? "yes: nothing is under way any more" : "no" : ""));
    }
}
