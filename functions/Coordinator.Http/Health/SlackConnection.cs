using Coordinator.Core.Failures;
using Coordinator.Core.Replies;

namespace Coordinator.Http.Health;

/// <summary>Whether Slack accepts our token: <c>auth.test</c>, asked by the health monitor, and without it at most once per interval.</summary>
internal sealed class SlackConnection(CoordinatorHttpOptions options, TimeProvider time, ISlackApi? slack = null)
{
    /// <summary>Health must answer while Slack does not.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(3);

    /// <summary>However often a check is forced.</summary>
    private static readonly TimeSpan AskedAtMostEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Task<Outcome<SlackIdentity>>? _asked;
    private DateTimeOffset _askedAt;

    public bool IsConfigured => slack is not null;

    /// <summary>Null: not configured.</summary>
    public async Task<Outcome<SlackIdentity>?> CheckAsync(CancellationToken cancellationToken)
    {
        if (slack is null)
        {
            return null;
        }

        try
        {
            return await Ask(slack, options.SlackCheckedEvery).WaitAsync(AnswerWithin, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return (Outcome<SlackIdentity>)new Failure(FailureClass.Timeout, "Slack did not answer auth.test within 3 s.");
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
        {
            return (Outcome<SlackIdentity>)new Failure(FailureClass.Unknown, "auth.test failed.");
        }
    }

    /// <summary>Asks now. Null: not configured.</summary>
    public async Task<Outcome<SlackIdentity>?> AskAsync(CancellationToken cancellationToken) =>
        slack is null ? (Outcome<SlackIdentity>?)null : await Ask(slack, AskedAtMostEvery).WaitAsync(cancellationToken);

    private Task<Outcome<SlackIdentity>> Ask(ISlackApi api, TimeSpan every)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_asked is null || (_asked.IsCompleted && now - _askedAt >= every))
            {
                // Shared by all who ask meanwhile, so no caller's disconnect may cancel it; the client has its own time limit.
                _askedAt = now;
                _asked = api.TestAuthAsync(CancellationToken.None);
            }

            return _asked;
        }
    }
}
