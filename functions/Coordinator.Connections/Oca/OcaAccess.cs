using System.Collections.Concurrent;
using Coordinator.Core.Failures;
using Coordinator.Core.Resilience.ModelFallback;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Oca;

/// <summary>
/// Access tokens for requests. One is renewed <see cref="OcaToken.RenewedEarlier"/> before it ends, once for all who wait for it; as long as that does not work, the old one goes on being used.
/// </summary>
public sealed partial class OcaAccess(OcaOptions options, OcaTokenStore tokens, OcaRefresh refresh, TimeProvider time, ILogger<OcaAccess> logger)
{
    /// <summary>Who has a token that is still good waits no longer for a better one.</summary>
    private static readonly TimeSpan PatienceWithAGoodOne = TimeSpan.FromSeconds(5);

    /// <summary>While the identity service does not answer it is not asked with every question.</summary>
    private static readonly TimeSpan NotTriedAgainFor = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, Task<OcaRefreshed>> _underWay = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _failedAt = new(StringComparer.Ordinal);

    public async Task<Outcome<string>> GetAsync(string owner, CancellationToken cancellationToken)
    {
        if ((await tokens.ReadAsync(owner, cancellationToken))?.Token is not { } token)
        {
            return NeedsLogin(owner, hasExpired: false);
        }

        var now = time.GetUtcNow();
        if (now < token.RenewAt || (token.IsValid(now) && _failedAt.TryGetValue(owner, out var failedAt) && now - failedAt < NotTriedAgainFor))
        {
            return token.AccessToken;
        }

        try
        {
            var renewed = RenewAsync(owner, rejected: null);
            var refreshed = await (token.IsValid(now) ? renewed.WaitAsync(PatienceWithAGoodOne, time, cancellationToken) : renewed.WaitAsync(cancellationToken));
            return refreshed.Failure is { } failure && token.IsValid(time.GetUtcNow()) ? StillGood(owner, token, failure) : Read(owner, refreshed);
        }
        catch (TimeoutException)
        {
            return token.AccessToken;
        }
    }

    /// <summary>Another token than the one that was not accepted, although it should have been good: clocks differ, or it was revoked.</summary>
    public async Task<Outcome<string>> ReplaceAsync(string owner, string rejected, CancellationToken cancellationToken)
    {
        var refreshed = await RenewAsync(owner, rejected).WaitAsync(cancellationToken);
        return refreshed.Token?.AccessToken == rejected ? NeedsLogin(owner, hasExpired: true) : Read(owner, refreshed);
    }

    /// <summary>What people read in the thread.</summary>
    public Failure NeedsLogin(string owner, bool hasExpired)
    {
        var words = hasExpired ? "Oracle Code Assist login has expired" : "Nobody is logged in to Oracle Code Assist";
        var command = options.PerUser ? $"coordinator oca login --user {owner}" : "coordinator oca login";
        return new Failure(FailureClass.Authentication, $"{words}. {ErrorText.NextStep} Log in{(hasExpired ? " again" : "")}: `{command}`") { Code = FallbackPolicy.LoginNeeded };
    }

    private Outcome<string> Read(string owner, OcaRefreshed refreshed) =>
        refreshed.Token is { } token ? token.AccessToken
        : refreshed.Failure is { } failure ? failure with { Message = $"The login to Oracle Code Assist is kept, but cannot be renewed now. {failure.Message}" }
        : NeedsLogin(owner, hasExpired: true);

    private Outcome<string> StillGood(string owner, OcaToken token, Failure failure)
    {
        _failedAt[owner] = time.GetUtcNow();
        LogStillGood(owner, failure.Class, token.ExpiresAt);
        return token.AccessToken;
    }

    /// <summary>It goes on when its caller gives up: a refresh token that was used up must not be lost with the answer.</summary>
    private Task<OcaRefreshed> RenewAsync(string owner, string? rejected)
    {
        var key = $"{owner} {rejected}";
        return _underWay.GetOrAdd(key, _ => Task.Run(async () =>
        {
            try
            {
                return await refresh.RunAsync(owner, rejected, CancellationToken.None);
            }
            finally
            {
                _underWay.TryRemove(key, out var _);
            }
        }));
    }

    [LoggerMessage(LogLevel.Warning, "oca_refresh_failed owner={Owner} class={Class} the old token is used until {ExpiresAt:O}")]
    private partial void LogStillGood(string owner, FailureClass @class, DateTimeOffset expiresAt);
}
