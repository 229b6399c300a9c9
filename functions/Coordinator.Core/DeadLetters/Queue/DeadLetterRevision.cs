using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Core.Execution;
using Coordinator.Core.Runs;
using Coordinator.Core.Secrets;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Coordinator.Core.Tools.Arguments;

namespace Coordinator.Core.DeadLetters.Queue;

/// <summary>Changes what the next retry sends: the message of a run, or the arguments of a call, as the letter shows them. Secrets that were not shown stay what they were.</summary>
public sealed class DeadLetterRevision(IRunMemory memory, ToolGate gate)
{
    /// <summary>As long as a message may be.</summary>
    public const int MaxMessageCharacters = 8_000;

    private const string Message = "message";

    public async Task<RevisionOutcome> ReviseAsync(string id, JsonElement parameters, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await memory.FindLetterAsync(id, cancellationToken) is not { } letter)
            {
                return RevisionOutcome.NotFound;
            }

            var outcome = letter.Status == DeadLetterStatus.Retrying
                ? RevisionOutcome.Conflict($"It is being retried by run {letter.RetryRun}. Wait for its end, or stop it.")
                : letter.Step is null ? await ReviseRunAsync(letter, parameters, cancellationToken) : await ReviseCallAsync(letter, parameters, cancellationToken);
            if (outcome.Letter is not { } revised || await memory.UpdateLetterAsync(revised, cancellationToken))
            {
                return outcome;
            }
        }
    }

    private async Task<RevisionOutcome> ReviseRunAsync(DeadLetter letter, JsonElement parameters, CancellationToken cancellationToken)
    {
        if (parameters.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => name != Message) is { } other)
        {
            return RevisionOutcome.Invalid($"parameters.{other} is not known: a run has parameters.{Message}.");
        }

        var text = parameters.TryGetProperty(Message, out var value) && value.ValueKind == JsonValueKind.String ? TextOf(value)?.Trim() : null;
        if (string.IsNullOrEmpty(text) || text.Length > MaxMessageCharacters)
        {
            return RevisionOutcome.Invalid($"parameters.{Message} must be a text of 1 to {MaxMessageCharacters} characters.");
        }

        if (text.Contains(Redaction.Placeholder, StringComparison.Ordinal))
        {
            return RevisionOutcome.Invalid($"parameters.{Message} holds {Redaction.Placeholder}, which stands for what is not shown. Write the message without it.");
        }

        var revised = letter with { Edit = new DeadLetterEdit(text, null), Parameters = new JsonObject { [Message] = Redaction.Of(text) } };
        var facts = (await memory.ReadFactsAsync(letter.RunId, 0, cancellationToken)).Select(stored => stored.Fact);
        return RetryPolicy.ChangeAfter(revised, facts) is { } change
            ? RevisionOutcome.Conflict($"The run asked for a change ('{change.Tool}', {change.Outcome}), which another message might ask for again. Ask in the thread instead.")
            : RevisionOutcome.Of(revised);
    }

    private async Task<RevisionOutcome> ReviseCallAsync(DeadLetter letter, JsonElement parameters, CancellationToken cancellationToken)
    {
        if (letter.Write)
        {
            return RevisionOutcome.Conflict("It is a change, and a retry never repeats a change. Ask for it again in the thread.");
        }

        if (await ArgumentsAsync(letter, cancellationToken) is not { } original)
        {
            return RevisionOutcome.Conflict("Its run is not kept any more, so it cannot be retried. Ask again in the thread.");
        }

        var (restored, unknownAt) = Unredacted.Restore(parameters, original);
        if (unknownAt is not null)
        {
            return RevisionOutcome.Invalid($"parameters.{unknownAt} holds {Redaction.Placeholder}, but nothing was hidden there. Give the value itself.");
        }

        var arguments = JsonElement.Parse(restored!.ToJsonString());
        var tool = (await gate.CatalogAsync(cancellationToken)).Find(letter.Operation);
        return tool is not null && ArgumentCheck.ProblemOf(arguments, tool.InputSchema, "parameters") is { } problem
            ? RevisionOutcome.Invalid(problem)
            : RevisionOutcome.Of(letter with { Edit = new DeadLetterEdit(null, arguments), Parameters = (JsonObject)Redaction.Of(arguments)! });
    }

    private async Task<JsonElement?> ArgumentsAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        if (letter.Edit?.Arguments is { } edited)
        {
            return edited;
        }

        var content = await memory.ReadContentAsync(letter.RunId, TurnTaken.KeyOf(letter.Turn!.Value), cancellationToken);
        return content is null ? null : ContentJson.ReadTurn(content).Calls[int.Parse(letter.Step.AsSpan(letter.Step!.IndexOf('.') + 1), null)].Arguments;
    }

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: valid JSON, but no text.
            return null;
        }
    }
}

/// <summary>The revised letter, or why there is none.</summary>
public sealed record RevisionOutcome
{
    public static RevisionOutcome NotFound { get; } = new();

    public DeadLetter? Letter { get; private init; }

    /// <summary>What is wrong with a field.</summary>
    public string? Problem { get; private init; }

    /// <summary>Why this letter cannot be revised now.</summary>
    public string? Refusal { get; private init; }

    public static RevisionOutcome Of(DeadLetter letter) => new() { Letter = letter };

    public static RevisionOutcome Invalid(string problem) => new() { Problem = problem };

    public static RevisionOutcome Conflict(string refusal) => new() { Refusal = refusal };
}
