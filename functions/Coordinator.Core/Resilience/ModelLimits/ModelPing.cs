using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Microsoft.Extensions.AI;

namespace Coordinator.Core.Resilience.ModelLimits;

/// <summary>Asks a model for a sign of life: what the runbook's curl does (2.2), over the coordinator's own connection and key.</summary>
public sealed class ModelPing(ModelGuard guard, TimeProvider time)
{
    private const int MaxTokens = 10;

    private static readonly ModelQuestion Question = new([new ChatMessage(ChatRole.User, "ping")], []) { Operation = ModelOperation.Ping, MaxTokens = MaxTokens };

    private readonly Lock _lock = new();
    private readonly Dictionary<IModel, Task<PingResult>> _asked = [];

    /// <summary>However many ask, one is under way at a time for a model: they share it.</summary>
    public Task<PingResult> AskAsync(IModel model, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_asked.TryGetValue(model, out var asked) || asked.IsCompleted)
            {
                // Nobody's disconnect may cancel what others wait for; the call has its own time limit.
                _asked[model] = asked = AskNowAsync(model);
            }

            return asked.WaitAsync(cancellationToken);
        }
    }

    private async Task<PingResult> AskNowAsync(IModel model)
    {
        var start = time.GetTimestamp();
        var answer = await guard.PingAsync(model, Question, CancellationToken.None);
        return new PingResult { Took = time.GetElapsedTime(start), Answer = answer.Value, Failure = answer.Failure };
    }
}

/// <summary>How it went.</summary>
public sealed record PingResult
{
    public TimeSpan Took { get; init; }

    public ModelAnswer? Answer { get; init; }

    /// <summary>Null: it answered.</summary>
    public Failure? Failure { get; init; }
}
