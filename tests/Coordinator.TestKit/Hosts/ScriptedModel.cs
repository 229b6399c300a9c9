using System.Collections.Concurrent;
using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Microsoft.Extensions.AI;

namespace Coordinator.TestKit.Hosts;

/// <summary>A model in this process that answers what a test says; every question is kept.</summary>
public sealed class ScriptedModel(Func<ModelQuestion, Outcome<ModelAnswer>> script) : IModel
{
    public string Provider => "scripted";

    public string Name => "model";

    public ConcurrentQueue<ModelQuestion> Questions { get; } = [];

    public static Outcome<ModelAnswer> Says(string text) => Answer(new TextContent(text));

    /// <summary>Asks for tools without arguments, side by side.</summary>
    public static Outcome<ModelAnswer> Asks(params string[] tools) =>
        Answer([.. tools.Select((tool, index) => new FunctionCallContent($"call_{index}", tool, new Dictionary<string, object?>()))]);

    /// <summary>Results of tools that the question holds, in order.</summary>
    public static IReadOnlyList<string> Results(ModelQuestion question) =>
        [.. question.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.Result?.ToString() ?? "")];

    public Task<Outcome<ModelAnswer>> AskAsync(ModelQuestion question, IProgress<string>? textDeltas, CancellationToken cancellationToken)
    {
        Questions.Enqueue(question);
        return Task.FromResult(script(question));
    }

    private static Outcome<ModelAnswer> Answer(params AIContent[] contents) => new ModelAnswer(new ChatMessage(ChatRole.Assistant, contents), 10, 5, false);
}
