using System.CommandLine;
using System.Text.Json.Nodes;
using Coordinator.Cli.Targets;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator chat "…"</c>.</summary>
internal static class ChatCommand
{
    private static readonly Argument<string> Message = new("message") { Description = "The question, in quotes." };

    private static readonly Option<string?> Thread = new("--thread") { Description = "Goes on with the thread of this id.", HelpName = "id" };

    public static Command Create(Verb verb) => verb.New("chat", "Asks, shows what is done, and prints the answer. Ends with 1 if there is none.", [Message, Thread], invocation =>
    {
        var question = new JsonObject { ["message"] = invocation.Get(Message), ["user_id"] = Environment.UserName };
        if (invocation.Get(Thread) is { } thread)
        {
            question["thread_id"] = thread;
        }

        return RunWatch.ShowAsync(invocation, new RunEvents(invocation.Client, invocation.Environment.Time, invocation.Screen.Note).AskAsync(question, invocation.Cancellation), inDetail: false);
    });
}
