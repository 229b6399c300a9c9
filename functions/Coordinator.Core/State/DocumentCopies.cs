using System.Collections.Concurrent;

namespace Coordinator.Core.State;

/// <summary>
/// What this process knows of shared documents that it needs on every call: a copy that is at most a second old and is renewed in the background while it is used,
/// so that nobody waits for a round trip. Without a store the last copy goes on to be used.
/// </summary>
/// <param name="read">Of the stored value; null: there is none.</param>
/// <param name="failed">Told when a document could not be read.</param>
internal sealed class DocumentCopies<T>(IStateStore store, TimeProvider time, Func<string?, T> read, Action<string, StateStoreException> failed)
    where T : class
{
    /// <summary>An older copy is not used.</summary>
    public static readonly TimeSpan UsedFor = TimeSpan.FromSeconds(1);

    /// <summary>An older copy is renewed while it is used.</summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, (T Value, long ReadAt)> _copies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task>> _reading = new(StringComparer.Ordinal);

    public async ValueTask<T> ReadAsync(string key, CancellationToken cancellationToken)
    {
        if (!_copies.TryGetValue(key, out var copy) || time.GetElapsedTime(copy.ReadAt) is var age && age >= UsedFor)
        {
            return await FetchAsync(key, cancellationToken);
        }

        if (age >= FreshFor)
        {
            _ = FetchAsync(key, CancellationToken.None);
        }

        return copy.Value;
    }

    /// <summary>What is stored now.</summary>
    public async Task<T> FetchAsync(string key, CancellationToken cancellationToken)
    {
        // One read for all who ask meanwhile.
        await _reading.GetOrAdd(key, name => new Lazy<Task>(() => FetchNowAsync(name))).Value.WaitAsync(cancellationToken);
        return KnownOf(key);
    }

    /// <summary>Without looking, however old.</summary>
    public T KnownOf(string key) => _copies.TryGetValue(key, out var copy) ? copy.Value : read(null);

    /// <summary>What was just written.</summary>
    public void Remember(string key, T value) => _copies[key] = (value, time.GetTimestamp());

    private async Task FetchNowAsync(string key)
    {
        var before = _copies.GetValueOrDefault(key);
        try
        {
            var stored = await store.ReadAsync(key, CancellationToken.None);
            if (_copies.GetValueOrDefault(key).Value == before.Value)
            {
                // Else it was written meanwhile, and what was read may be older.
                Remember(key, read(stored?.Value));
            }
        }
        catch (StateStoreException exception)
        {
            // Every process has its own view then; the one it has is as good as any.
            Remember(key, KnownOf(key));
            failed(key, exception);
        }
        finally
        {
            _reading.TryRemove(key, out _);
        }
    }
}
