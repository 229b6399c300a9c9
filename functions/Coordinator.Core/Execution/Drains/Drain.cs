using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Execution.Drains;

/// <summary>
/// Whether steps are started: by the setting of this process, and by what an operator set for all instances. It is kept over restarts.
/// A step asks a copy that is at most a second old; while the shared store is away, what this process knew last holds.
/// </summary>
public sealed partial class Drain
{
    /// <summary>So long after it was set, the last instance has seen it.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromSeconds(2);

    private readonly IStateStore _store;
    private readonly DrainSwitch _setting;
    private readonly TimeProvider _time;
    private readonly ILogger<Drain> _logger;
    private readonly DocumentCopies<DrainDocument> _copies;
    private DrainDocument _known = DrainDocument.Never;

    public Drain(IStateStore store, DrainSwitch setting, TimeProvider time, ILogger<Drain> logger)
    {
        (_store, _setting, _time, _logger) = (store, setting, time, logger);
        _copies = new DocumentCopies<DrainDocument>(store, time, Learn, (_, exception) => LogNotRead(exception));
    }

    /// <summary>This process has learned that a drain began or ended.</summary>
    public event EventHandler? Changed;

    /// <summary>No step is started, as far as this process knows.</summary>
    public bool IsOn => IsSetting || Known.On;

    /// <summary>It ends with the process only.</summary>
    public bool IsSetting => _setting.IsOn;

    /// <summary>What all instances share, as far as this process knows.</summary>
    public DrainDocument Known => Volatile.Read(ref _known);

    /// <summary>A drain that is on is always looked up, so that nobody is held by one that has just ended.</summary>
    public async ValueTask<bool> IsOnAsync(CancellationToken cancellationToken) =>
        IsSetting || ((await _copies.ReadAsync(DrainDocument.Key, cancellationToken)).On && (await RefreshAsync(cancellationToken)).On);

    public Task<DrainDocument> RefreshAsync(CancellationToken cancellationToken) => _copies.FetchAsync(DrainDocument.Key, cancellationToken);

    /// <exception cref="StateStoreException">It was not stored; nothing has changed.</exception>
    public async Task<DrainDocument> SetAsync(bool on, string by, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var stored = await _store.UpdateAsync(
            DrainDocument.Key,
            json => (DrainDocument.Deserialize(json) ?? Known) is var before && before.With(on, by, now) is var next && (next != before || json is null) ? next.Serialize() : null,
            null,
            cancellationToken);
        var document = Learn(stored?.Value);
        _copies.Remember(DrainDocument.Key, document);
        return document;
    }

    /// <param name="json">Null: the store was emptied, or another one stands in for it. That ends no drain.</param>
    private DrainDocument Learn(string? json)
    {
        if (DrainDocument.Deserialize(json) is not { } read)
        {
            return Known;
        }

        var before = Interlocked.Exchange(ref _known, read);
        if (before.On != read.On)
        {
            Changed?.Invoke(this, EventArgs.Empty);
        }

        return read;
    }

    [LoggerMessage(LogLevel.Warning, "drain_not_read what was known stays")]
    private partial void LogNotRead(Exception exception);
}
