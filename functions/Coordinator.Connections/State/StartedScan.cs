using Coordinator.Core.State;

namespace Coordinator.Connections.State;

/// <summary>A scan that has given its first page: from here on it belongs to the store that answered.</summary>
internal sealed class StartedScan : IAsyncDisposable
{
    private StartedScan(IAsyncEnumerator<string> keys, bool hasFirst) => (Keys, HasFirst) = (keys, hasFirst);

    public IAsyncEnumerator<string> Keys { get; }

    public bool HasFirst { get; }

    public static async Task<StartedScan> BeginAsync(IStateStore store, string prefix, CancellationToken cancellationToken)
    {
        var keys = store.ScanAsync(prefix, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            return new StartedScan(keys, await keys.MoveNextAsync());
        }
        catch
        {
            await keys.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Keys.DisposeAsync();
}
