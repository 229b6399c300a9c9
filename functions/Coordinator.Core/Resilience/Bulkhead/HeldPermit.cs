using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Resilience.Bulkhead;

/// <summary>A permit in use: renewed at a third of its lease, and given back once. If the process dies, its lease ends.</summary>
internal sealed partial class HeldPermit : IDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly IStateStore _store;
    private readonly PermitRequest _request;
    private readonly Action _released;
    private readonly ILogger _logger;
    private readonly ITimer _renewal;
    private int _isReleased;

    /// <param name="released">Called when it is given back; the store may still be on its way to know.</param>
    public HeldPermit(IStateStore store, PermitRequest request, TimeProvider time, Action released, ILogger logger)
    {
        (_store, _request, _released, _logger) = (store, request with { Lease = Lease, Waits = false }, released, logger);
        _renewal = time.CreateTimer(_ => _ = RenewAsync(), null, Lease / 3, Lease / 3);
    }

    /// <summary>Nobody waits for the store: the call has ended, whatever becomes of the permit.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0)
        {
            _renewal.Dispose();
            _ = ReleaseAsync();
        }
    }

    private async Task RenewAsync()
    {
        try
        {
            if (await _store.RenewAsync(_request.Pool, _request.Holder, Lease, CancellationToken.None))
            {
                return;
            }

            // The store lost it (emptied, or changed over an outage): the call goes on, so its place is taken again if there is one.
            var again = await _store.AcquireAsync(_request, CancellationToken.None);
            if (Volatile.Read(ref _isReleased) == 1)
            {
                await _store.ReleaseAsync(_request.Pool, _request.Holder, CancellationToken.None);
            }
            else if (!again.IsGranted)
            {
                LogLost(_request.Pool, _request.Holder);
            }
        }
        catch (StateStoreException exception)
        {
            LogNotRenewed(_request.Pool, _request.Holder, exception);
        }
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await _store.ReleaseAsync(_request.Pool, _request.Holder, CancellationToken.None);
        }
        catch (StateStoreException exception)
        {
            LogNotReleased(_request.Pool, _request.Holder, exception);
        }
        finally
        {
            _released();
        }
    }

    [LoggerMessage(LogLevel.Warning, "permit_lost pool={Pool} holder={Holder} the call goes on without it")]
    private partial void LogLost(string pool, string holder);

    [LoggerMessage(LogLevel.Warning, "permit_not_renewed pool={Pool} holder={Holder}")]
    private partial void LogNotRenewed(string pool, string holder, Exception exception);

    [LoggerMessage(LogLevel.Warning, "permit_not_released pool={Pool} holder={Holder} its lease will end")]
    private partial void LogNotReleased(string pool, string holder, Exception exception);
}
