using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Health;

/// <summary>
/// Each server's generation, shared by all instances. A restart begins a new one, and every instance lets go of its session of another one before it uses it again.
/// A copy at most a second old decides, so that a busy server costs no round trip.
/// </summary>
public sealed partial class ServerGenerations
{
    /// <summary>No session is as old.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    private readonly IStateStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<ServerGenerations> _logger;
    private readonly DocumentCopies<GenerationDocument> _copies;

    public ServerGenerations(IStateStore store, TimeProvider time, ILogger<ServerGenerations> logger)
    {
        (_store, _time, _logger) = (store, time, logger);
        _copies = new DocumentCopies<GenerationDocument>(store, time, GenerationDocument.Deserialize, LogNotShared);
    }

    /// <summary>Empty: there was no restart for a week, or the store cannot say.</summary>
    public async ValueTask<string> CurrentAsync(string server, CancellationToken cancellationToken) =>
        (await _copies.ReadAsync(GenerationDocument.KeyOf(server), cancellationToken)).Id;

    /// <summary>As last read; never waits, but sees to it that the next one knows better.</summary>
    public string Known(string server)
    {
        var key = GenerationDocument.KeyOf(server);
        var reading = _copies.ReadAsync(key, CancellationToken.None);
        return reading.IsCompletedSuccessfully ? reading.Result.Id : _copies.KnownOf(key).Id;
    }

    /// <summary>Begins a new one. Without the store it is one of this process alone.</summary>
    public async Task<string> BeginAsync(string server, CancellationToken cancellationToken)
    {
        var key = GenerationDocument.KeyOf(server);
        var next = new GenerationDocument { Id = Ulid.NewUlid(_time.GetUtcNow()).ToString() };
        try
        {
            await _store.UpdateAsync(key, _ => next.Serialize(), KeptFor, cancellationToken);
        }
        catch (StateStoreException exception)
        {
            LogNotShared(key, exception);
        }

        _copies.Remember(key, next);
        return next.Id;
    }

    [LoggerMessage(LogLevel.Warning, "generation_not_shared key={Key} each instance renews its own sessions while the state store fails")]
    private partial void LogNotShared(string key, Exception exception);
}
