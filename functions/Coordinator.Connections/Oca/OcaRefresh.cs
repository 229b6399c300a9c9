using Coordinator.Core.Failures;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Oca;

/// <summary>Renews one login, by one instance at a time: a refresh token may work only once, and what another instance was given is taken.</summary>
public sealed partial class OcaRefresh(OcaTokenStore tokens, IdentityClient identity, IStateStore store, OcaOptions options, ProcessIdentity process, TimeProvider time, ILogger<OcaRefresh> logger)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>Another instance that was faster has kept what it was given by then.</summary>
    private const int LooksAfterARefusal = 10;

    private long _holders;

    /// <param name="rejected">A token that is not accepted, whatever its time says.</param>
    public async Task<OcaRefreshed> RunAsync(string owner, string? rejected, CancellationToken cancellationToken)
    {
        var (pool, holder) = ($"oca:refresh:{OcaTokenStore.NameOf(owner)}", $"{process.Id}:{Interlocked.Increment(ref _holders)}");
        var lease = options.Timeout + TimeSpan.FromSeconds(10);
        var until = time.GetUtcNow() + lease;
        try
        {
            while (true)
            {
                var kept = await tokens.ReadAsync(owner, cancellationToken);
                if (kept is null)
                {
                    return OcaRefreshed.Ended;
                }

                if (IsRenewed(kept.Token, rejected))
                {
                    return OcaRefreshed.To(kept.Token);
                }

                // Who held it longer than its lease has died.
                var isOurs = await IsOursAsync(pool, holder, lease, cancellationToken);
                if (isOurs != false || time.GetUtcNow() >= until)
                {
                    // Read again: its last holder may have ended between the look and the lease.
                    return await RefreshAsync(owner, rejected, isAlone: isOurs == true, cancellationToken);
                }

                await Task.Delay(LookAgainAfter, time, cancellationToken);
            }
        }
        finally
        {
            await ReleaseAsync(pool, holder);
        }
    }

    private async Task<OcaRefreshed> RefreshAsync(string owner, string? rejected, bool isAlone, CancellationToken cancellationToken)
    {
        if (await tokens.ReadAsync(owner, cancellationToken) is not { } kept)
        {
            return OcaRefreshed.Ended;
        }

        if (IsRenewed(kept.Token, rejected))
        {
            return OcaRefreshed.To(kept.Token);
        }

        if (!kept.Token.CanRefresh(time.GetUtcNow()))
        {
            return kept.Token.AccessToken != rejected && kept.Token.IsValid(time.GetUtcNow()) ? OcaRefreshed.To(kept.Token) : await EndAsync(owner, kept, rejected, "refresh_expired", cancellationToken);
        }

        var answer = await identity.RefreshAsync(kept.Token.RefreshToken!, cancellationToken);
        if (answer.Failure is { } failure)
        {
            LogFailed(owner, failure.Class);
            return OcaRefreshed.Failed(failure);
        }

        return answer.Tokens is { } given ? await KeepAsync(owner, kept, OcaToken.Of(given, null, kept.Token, time.GetUtcNow()), cancellationToken)
            : isAlone ? await EndAsync(owner, kept, rejected, "refused", cancellationToken)
            : await LookAgainAsync(owner, rejected, cancellationToken) is { } other ? OcaRefreshed.To(other)
            : await EndAsync(owner, kept, rejected, "refused", cancellationToken);
    }

    private async Task<OcaRefreshed> KeepAsync(string owner, KeptToken before, OcaToken renewed, CancellationToken cancellationToken)
    {
        if (await tokens.ReplaceAsync(owner, renewed, before.Tag, cancellationToken))
        {
            LogRefreshed(owner, renewed.ExpiresAt);
            return OcaRefreshed.To(renewed);
        }

        // Somebody logged in or out meanwhile: that counts.
        return await tokens.ReadAsync(owner, cancellationToken) is { } kept ? OcaRefreshed.To(kept.Token) : OcaRefreshed.Ended;
    }

    /// <summary>The identity service has said that it is over, so it is of no more use; but not if there is another by now.</summary>
    private async Task<OcaRefreshed> EndAsync(string owner, KeptToken kept, string? rejected, string reason, CancellationToken cancellationToken)
    {
        if (!await tokens.DeleteAsync(owner, kept.Tag, cancellationToken) && await tokens.ReadAsync(owner, cancellationToken) is { } other && IsRenewed(other.Token, rejected))
        {
            return OcaRefreshed.To(other.Token);
        }

        LogEnded(owner, reason);
        return OcaRefreshed.Ended;
    }

    /// <summary>Perhaps it was refused because another instance has just used it.</summary>
    private async Task<OcaToken?> LookAgainAsync(string owner, string? rejected, CancellationToken cancellationToken)
    {
        for (var look = 0; look < LooksAfterARefusal; look++)
        {
            if (await tokens.ReadAsync(owner, cancellationToken) is { } other && IsRenewed(other.Token, rejected))
            {
                return other.Token;
            }

            await Task.Delay(LookAgainAfter, time, cancellationToken);
        }

        return null;
    }

    private bool IsRenewed(OcaToken token, string? rejected) => token.AccessToken != rejected && time.GetUtcNow() < token.RenewAt;

    /// <summary>Null: state is not shared now. Then each instance helps itself; at worst one finds its refresh token used, and looks what the other was given.</summary>
    private async Task<bool?> IsOursAsync(string pool, string holder, TimeSpan lease, CancellationToken cancellationToken)
    {
        try
        {
            var isGranted = (await store.AcquireAsync(new PermitRequest(pool, holder, "", 1, lease) { Waits = false }, cancellationToken)).IsGranted;
            return isGranted && (await store.CheckAsync(cancellationToken)).Outage is not null ? null : isGranted;
        }
        catch (StateStoreException)
        {
            return null;
        }
    }

    private async Task ReleaseAsync(string pool, string holder)
    {
        try
        {
            await store.ReleaseAsync(pool, holder, CancellationToken.None);
        }
        catch (StateStoreException)
        {
            // It ends with its lease.
        }
    }

    [LoggerMessage(LogLevel.Information, "oca_refreshed owner={Owner} expires_at={ExpiresAt:O}")]
    private partial void LogRefreshed(string owner, DateTimeOffset expiresAt);

    [LoggerMessage(LogLevel.Warning, "oca_refresh_failed owner={Owner} class={Class} the login is kept")]
    private partial void LogFailed(string owner, FailureClass @class);

    [LoggerMessage(LogLevel.Warning, "oca_login_ended owner={Owner} reason={Reason} somebody has to log in again")]
    private partial void LogEnded(string owner, string reason);
}

/// <summary>What came of it: a token, a failure that leaves the login as it is, or the login's end.</summary>
public sealed record OcaRefreshed
{
    public static readonly OcaRefreshed Ended = new();

    public OcaToken? Token { get; private init; }

    public Failure? Failure { get; private init; }

    public static OcaRefreshed To(OcaToken token) => new() { Token = token };

    public static OcaRefreshed Failed(Failure failure) => new() { Failure = failure };
}
