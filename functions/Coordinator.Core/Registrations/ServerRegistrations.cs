using System.Text.Json;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Registrations;

/// <summary>
/// The servers that registered themselves, shared by all instances and kept over restarts. What is asked with every call is a copy that is at most a second old.
/// What this instance knows and the store does not (it was emptied, or another one stood in for it) goes on here and is written there again.
/// </summary>
public sealed partial class ServerRegistrations
{
    private readonly Lock _lock = new();
    private readonly IStateStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<ServerRegistrations> _logger;
    private readonly DocumentCopies<RegistrationsDocument> _copies;
    private RegistrationsDocument _known = RegistrationsDocument.None;
    private volatile bool _isOwed;
    private int _repairs;

    public ServerRegistrations(IStateStore store, TimeProvider time, ILogger<ServerRegistrations> logger)
    {
        (_store, _time, _logger) = (store, time, logger);
        _copies = new DocumentCopies<RegistrationsDocument>(store, time, Learn, LogNotRead);
    }

    public async ValueTask<RegistrationsDocument> CurrentAsync(CancellationToken cancellationToken)
    {
        var current = await _copies.ReadAsync(RegistrationsDocument.Key, cancellationToken);
        if (_isOwed && Interlocked.Exchange(ref _repairs, 1) == 0)
        {
            _ = RepairAsync();
        }

        return current;
    }

    /// <summary>All that is known, without looking: what was learned later is never left out again.</summary>
    public RegistrationsDocument Latest
    {
        get
        {
            lock (_lock)
            {
                return _known;
            }
        }
    }

    /// <summary>Never waits, but sees to it that <see cref="Latest"/> is not old for long.</summary>
    public void LookSoon() => _ = CurrentAsync(CancellationToken.None).AsTask();

    /// <summary>The same again changes nothing; another one of that id replaces it.</summary>
    /// <exception cref="StateStoreException">It was not kept.</exception>
    public Task<RegistrationChange> RegisterAsync(string id, RegisteredServer server, string by, CancellationToken cancellationToken) => ChangeAsync(
        document =>
        {
            var before = document.Find(id);
            return before?.Server is { } known && known.IsSameAs(server) ? (RegistrationOutcome.Unchanged, null)
                : before?.Server is null && document.Live.Count() >= RegistrationsDocument.Most ? (RegistrationOutcome.Full, null)
                : (before?.Server is null ? RegistrationOutcome.Added : RegistrationOutcome.Replaced,
                    new Registration { ChangedAt = Now(document, id), RegisteredAt = before?.RegisteredAt ?? _time.GetUtcNow(), By = by, Server = server });
        },
        id,
        cancellationToken);

    /// <summary>A server of the configuration said that it is there.</summary>
    /// <exception cref="StateStoreException">It was not kept.</exception>
    public Task<RegistrationChange> NoteAsync(string id, string by, CancellationToken cancellationToken) => ChangeAsync(
        document => document.Find(id) is not null
            ? (RegistrationOutcome.Unchanged, null)
            : (RegistrationOutcome.Added, new Registration { ChangedAt = Now(document, id), RegisteredAt = _time.GetUtcNow(), By = by }),
        id,
        cancellationToken);

    /// <summary><see cref="RegistrationOutcome.Unchanged"/>: there was none.</summary>
    /// <exception cref="StateStoreException">It is still there.</exception>
    public async Task<RegistrationChange> RemoveAsync(string id, string by, CancellationToken cancellationToken)
    {
        var change = await ChangeAsync(
            document => document.Find(id) is null
                ? (RegistrationOutcome.Unchanged, null)
                : (RegistrationOutcome.Removed, new Registration { ChangedAt = Now(document, id), By = by }),
            id,
            cancellationToken);
        if (change.Outcome == RegistrationOutcome.Removed)
        {
            await _store.DeleteAsync(RegistrationMetadata.KeyOf(id), null, cancellationToken);
        }

        return change;
    }

    /// <summary>Null: it said nothing more, or that is lost.</summary>
    public async Task<JsonElement?> ReadMetadataAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return RegistrationMetadata.Deserialize((await _store.ReadAsync(RegistrationMetadata.KeyOf(id), cancellationToken))?.Value);
        }
        catch (StateStoreException exception)
        {
            LogNotRead(RegistrationMetadata.KeyOf(id), exception);
            return null;
        }
    }

    /// <exception cref="StateStoreException">It was not kept.</exception>
    public Task WriteMetadataAsync(string id, JsonElement metadata, CancellationToken cancellationToken)
    {
        var text = new RegistrationMetadata { Metadata = metadata }.Serialize();
        return _store.UpdateAsync(RegistrationMetadata.KeyOf(id), stored => stored == text ? null : text, null, cancellationToken);
    }

    private async Task<RegistrationChange> ChangeAsync(Func<RegistrationsDocument, (RegistrationOutcome Outcome, Registration? Next)> decide, string id, CancellationToken cancellationToken)
    {
        var outcome = RegistrationOutcome.Unchanged;
        var stored = await _store.UpdateAsync(
            RegistrationsDocument.Key,
            json =>
            {
                var document = RegistrationsDocument.Deserialize(json);
                if (document.IsForeign)
                {
                    outcome = RegistrationOutcome.Foreign;
                    return null;
                }

                document = document.MergedWith(Latest);
                (outcome, var next) = decide(document);
                return next is null ? null : document.With(id, next).Serialize();
            },
            null,
            cancellationToken);
        var current = Learn(stored?.Value);
        _copies.Remember(RegistrationsDocument.Key, current);
        return new RegistrationChange(outcome, current.Find(id));
    }

    /// <summary>Later than what is there, whatever the clocks of the instances say.</summary>
    private DateTimeOffset Now(RegistrationsDocument document, string id) =>
        document.Servers.GetValueOrDefault(id)?.ChangedAt is { } before && before >= _time.GetUtcNow() ? before.AddTicks(1) : _time.GetUtcNow();

    private RegistrationsDocument Learn(string? json)
    {
        var stored = RegistrationsDocument.Deserialize(json);
        lock (_lock)
        {
            _known = _known.MergedWith(stored with { SchemaVersion = _known.SchemaVersion });
            _isOwed = !stored.IsForeign && !ReferenceEquals(stored.MergedWith(_known), stored);
            return _known;
        }
    }

    private async Task RepairAsync()
    {
        // The next read says whether it is still so: without a store this is tried no more often than that.
        _isOwed = false;
        try
        {
            await _store.UpdateAsync(
                RegistrationsDocument.Key,
                json =>
                {
                    var stored = RegistrationsDocument.Deserialize(json);
                    var merged = stored.MergedWith(Latest);
                    return stored.IsForeign || ReferenceEquals(merged, stored) ? null : merged.Serialize();
                },
                null,
                CancellationToken.None);
            LogRepaired();
        }
        catch (StateStoreException exception)
        {
            LogNotRead(RegistrationsDocument.Key, exception);
        }
        finally
        {
            Volatile.Write(ref _repairs, 0);
        }
    }

    [LoggerMessage(LogLevel.Warning, "registrations_not_read key={Key} what was known goes on while the state store fails")]
    private partial void LogNotRead(string key, Exception exception);

    [LoggerMessage(LogLevel.Information, "registrations_written_again the state store had lost some that are known here")]
    private partial void LogRepaired();
}

public enum RegistrationOutcome
{
    Added,
    Unchanged,
    Replaced,
    Removed,

    /// <summary>There are as many as there may be.</summary>
    Full,

    /// <summary>A newer version of the coordinator keeps them: it has to be asked.</summary>
    Foreign,
}

/// <param name="Current">What is registered now; null: nothing.</param>
public sealed record RegistrationChange(RegistrationOutcome Outcome, Registration? Current);
