using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Health;

/// <summary>
/// Sees to it that all instances together restart a server no more often than one may: two pools of permits on the store's clock, one for the cool-down and one for the hour.
/// Without the store each instance goes by its own count.
/// </summary>
public sealed partial class RestartClaims(IStateStore store, ILogger<RestartClaims> logger)
{
    /// <summary>An instance that dies in the middle of a restart holds up the others no longer.</summary>
    private static readonly TimeSpan RestartsWithin = TimeSpan.FromMinutes(3);

    /// <summary>False: another instance has just restarted it, or all together did so too often.</summary>
    public async Task<bool> TryTakeAsync(string server, string holder, CancellationToken cancellationToken)
    {
        try
        {
            if (!await AskAsync(CoolDownOf(server), holder, 1, RestartsWithin, cancellationToken))
            {
                return false;
            }

            if (await AskAsync(HourOf(server), holder, RestartPolicy.MostInWindow, RestartPolicy.Window, cancellationToken))
            {
                return true;
            }

            await store.ReleaseAsync(CoolDownOf(server), holder, cancellationToken);
            return false;
        }
        catch (StateStoreException exception)
        {
            LogAlone(server, exception);
            return true;
        }
    }

    /// <summary>Somebody asked for it, so it is not held up; but no instance does it again by itself right after. Also at the end of one: the cool-down begins there.</summary>
    public async Task BeginCoolDownAsync(string server, string holder, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(CoolDownOf(server), holder, 1, RestartPolicy.CoolDown, cancellationToken);
        }
        catch (StateStoreException exception)
        {
            LogAlone(server, exception);
        }
    }

    private async Task<bool> AskAsync(string pool, string holder, int limit, TimeSpan lease, CancellationToken cancellationToken) =>
        (await store.AcquireAsync(new PermitRequest(pool, holder, "", limit, lease) { Waits = false }, cancellationToken)).IsGranted;

    private static string CoolDownOf(string server) => $"restart:{server}";

    private static string HourOf(string server) => $"restarts:{server}";

    [LoggerMessage(LogLevel.Warning, "restart_not_shared server={Server} each instance goes by its own count while the state store fails")]
    private partial void LogAlone(string server, Exception exception);
}
