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
    private Task<PingResult> _asked = Task.FromResult(new PingResult());

    /// <summary>However many ask, one is under way at a time: they share it.</summary>
    public Task<PingResult> AskAsync(IModel model, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_asked.IsCompleted)
            {
                // Nobody's disconnect may cancel what others wait for; the call has its own time limit.
                _asked = AskNowAsync(model);
            }

            return _asked.WaitAsync(cancellationToken);
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
