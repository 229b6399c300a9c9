using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Coordinator.Core.Resilience.ModelLimits;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Microsoft.Extensions.AI;

namespace Coordinator.Core.Execution;

/// <summary>Takes a turn of the model: the conversation so far and the tools, or no tools when a limit is reached.</summary>
internal sealed class ModelTurns(ToolGate tools, IRunMemory memory, IRunProgress progress, ModelGuard guard, TimeProvider time, ModelList models)
{
    /// <summary>Earlier exchanges of the thread that the model is reminded of (the original's context window).</summary>
    private const int EarlierExchanges = 5;

    private (ToolCatalog Catalog, IReadOnlyList<AIFunctionDeclaration> Declared)? _declared;

    public async Task<Outcome<TakenTurn>> TakeAsync(StepContext context, TakeTurn turn, CancellationToken cancellationToken)
    {
        if (models.IsEmpty)
        {
            return new Failure(FailureClass.Unavailable, "No language model is configured any more (LLM_PROVIDER).");
        }

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.Stop, cancellationToken);
        try
        {
            var question = await QuestionAsync(context, turn, stopping.Token);
            var deltas = new TextProgress(context.Request.RunId, turn.StepKey, progress);
            var answer = await guard.AskAsync(models, question, deltas, context.EntryOf(turn), stopping.Token);
            return answer.IsSuccess ? Read(answer.Value, turn) : answer.Failure;
        }
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new Failure(FailureClass.Cancelled, "Stopped.");
        }
    }

    private async Task<ModelQuestion> QuestionAsync(StepContext context, TakeTurn turn, CancellationToken cancellationToken)
    {
        var request = context.Request;
        context.Transcript.Earlier ??= await memory.ReadThreadAsync(request.ThreadKey, request.RunId, EarlierExchanges, cancellationToken);
        var turns = new List<ModelTurnRecord>(turn.Turn);
        for (var earlier = 1; earlier < turn.Turn; earlier++)
        {
            turns.Add(await context.Transcript.ReadModelTurnAsync(earlier, cancellationToken));
        }

        var conversation = new ModelConversation { Question = request.Text, Earlier = context.Transcript.Earlier, Turns = turns };
        var last = turn.LastBecause is not null;
        return new ModelQuestion(
            ModelPrompt.Build(conversation, time.GetUtcNow(), last),
            last ? [] : await DeclareAsync(cancellationToken))
        {
            Operation = last ? ModelOperation.Answer : ModelOperation.Turn,
            Asker = request.Actor.Name,
            EndBy = turn.EndBy,
        };
    }

    private async ValueTask<IReadOnlyList<AIFunctionDeclaration>> DeclareAsync(CancellationToken cancellationToken)
    {
        var catalog = await tools.CatalogAsync(cancellationToken);
        var declared = _declared;
        if (declared is null || !ReferenceEquals(declared.Value.Catalog, catalog))
        {
            _declared = declared = (catalog, [.. catalog.Tools.Select(tool =>
                AIFunctionFactory.CreateDeclaration(tool.Key, tool.Value.Description, tool.Value.InputSchema))]);
        }

        return declared.Value.Declared;
    }

    private static TakenTurn Read(ModelAnswer answer, TakeTurn turn)
    {
        var calls = turn.LastBecause is null ? answer.Message.Contents.OfType<FunctionCallContent>().Where(call => !call.InformationalOnly).ToList() : [];
        var content = calls.Count > 0
            ? new TurnContent { Calls = [.. calls.Select(Read)], Message = ModelMessages.ToJson(answer.Message) }
            : new TurnContent { Answer = AnswerOf(answer, turn) };
        return new TakenTurn(content)
        {
            Model = answer.From,
            InputTokens = answer.InputTokens,
            OutputTokens = answer.OutputTokens,
        };
    }

    private static TurnCall Read(FunctionCallContent call) => new()
    {
        Tool = call.Name,
        Arguments = JsonSerializer.SerializeToElement(call.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>))),
        Malformed = ModelMessages.MalformedArguments(call),
    };

    private static string AnswerOf(ModelAnswer answer, TakeTurn turn)
    {
        var text = answer.Message.Text.Trim();
        text = text.Length > 0 ? text : "The model gave no answer within the limits of this run.";
        return text
            + (answer.CutAtLength ? "\n\n_The answer was cut: it reached the model's output limit._" : "")
            + (turn.LastBecause is { } limit ? $"\n\n_{limit}_" : "");
    }

    private sealed class TextProgress(string runId, string step, IRunProgress progress) : IProgress<string>
    {
        public void Report(string value) => progress.Report(runId, new RunProgress("text", step, value));
    }
}
