using System.Text.RegularExpressions;
using Coordinator.CrashCampaign.Plan;
using Coordinator.TestKit.Models;

namespace Coordinator.CrashCampaign.Peers;

/// <summary>The model's part: asks for each question's tool calls turn by turn, then says how many went well. Asked twice for a turn it says the same twice.</summary>
internal sealed partial class ScriptedModel(IEnumerable<Question> questions)
{
    private readonly Dictionary<string, Question> _questions = questions.Where(question => question.IsForModel).ToDictionary(question => question.Name);
    private volatile HeldTurn? _held;

    /// <summary>An answer to that question stops halfway; completes when it has.</summary>
    /// <param name="turn">0 for the model's first.</param>
    public Task HoldHalfway(Question question, int turn)
    {
        var held = new HeldTurn(question, turn, new ModelHold());
        _held = held;
        return held.Hold.Reached;
    }

    /// <summary>Answers are whole again; the one that was held goes nowhere.</summary>
    public void Release()
    {
        _held?.Hold.Release();
        _held = null;
    }

    public ModelReply Answer(ModelRequest request)
    {
        if (!_questions.TryGetValue(Name().Match(request.UserText).Value, out var question))
            return ModelReply.Fails(400) with { ErrorMessage = $"no question is known in '{request.UserText}'" };
        var (turn, reply) = Reply(question, request.Results);
        return _held is { } held && held.Question == question && held.Turn == turn
            ? reply with { Delivery = Delivery.HoldHalfway, Hold = held.Hold }
            : reply;
    }

    private static (int Turn, ModelReply Reply) Reply(Question question, IReadOnlyList<StubResult> results)
    {
        var known = 0;
        foreach (var (turn, calls) in question.ModelTurns.Index())
        {
            if (known == results.Count)
                return (turn, ModelReply.Asks([.. calls]) with { Text = "Let me look." });
            known += calls.Count;
        }

        if (known != results.Count)
            return (-1, ModelReply.Fails(400) with { ErrorMessage = $"{results.Count} tool results, {known} calls were asked for" });
        var good = results.Count(result => !result.Text.StartsWith("ERROR", StringComparison.Ordinal));
        return (question.ModelTurns.Count, ModelReply.Says($"Answer to {question.Name}: {good} of {known} calls went well."));
    }

    [GeneratedRegex(@"q\d+x\d+")]
    private static partial Regex Name();

    private sealed record HeldTurn(Question Question, int Turn, ModelHold Hold);
}
