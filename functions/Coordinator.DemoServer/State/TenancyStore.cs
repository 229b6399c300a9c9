using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.State;

/// <summary>The tenancy as several processes may share it: read anew for each call, changed under a file lock.</summary>
internal sealed class TenancyStore(string path, TimeProvider clock)
{
    /// <summary>A change holds the lock for a few milliseconds; longer means that someone is stuck.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly StateFile file = new(path);
    private readonly WriteLog log = new(path + ".writes.jsonl");

    /// <summary>Creates the tenancy on first use, checks it, and completes the log after a crash.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var held = await LockAsync(cancellationToken);
        if (!file.Exists) file.Save_NeedsLock(DemoState.Fresh(clock.GetUtcNow()));
        LoadWithCompleteLog_NeedsLock();
    }

    public Tenancy Read() => file.Load().Tenancy;

    /// <summary>On disk, in state and log, when it returns. A known effect key gets its first answer and <paramref name="decide"/> is not asked.</summary>
    public async Task<ChangeOutcome> ChangeAsync(
        ChangeRequest request, Func<Tenancy, DateTimeOffset, Change> decide, CancellationToken cancellationToken)
    {
        using var held = await LockAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var state = LoadWithCompleteLog_NeedsLock().WithoutExpiredEffects(now);
        if (request.EffectKey is { } key && state.Effects.TryGetValue(key, out var first)) return Repeat(request, first);
        var change = decide(state.Tenancy, now);
        if (change.Instance is not null || request.EffectKey is not null) Save_NeedsLock(After(state, request, change, now), change);
        return new ChangeOutcome(change.Instance is null ? ChangeKind.Refused : ChangeKind.Executed, change.Instance is null, change.Answer);
    }

    private Task<IDisposable> LockAsync(CancellationToken cancellationToken) =>
        FileLock.AcquireAsync(path + ".lock", Patience, clock, cancellationToken);

    private DemoState LoadWithCompleteLog_NeedsLock()
    {
        var state = file.Load();
        if (state.LastWrite is { } write) log.Complete_NeedsLock(write);
        return state;
    }

    /// <summary>State first: it holds the write's log line too, so a crash between the two loses neither.</summary>
    private void Save_NeedsLock(DemoState state, Change change)
    {
        file.Save_NeedsLock(state);
        if (change.Instance is not null) log.Complete_NeedsLock(state.LastWrite!);
    }

    private static DemoState After(DemoState state, ChangeRequest request, Change change, DateTimeOffset now)
    {
        if (request.EffectKey is { } key)
            state = state.Remember(key, new RememberedAnswer(now, request.Text, change.Instance is null, change.Answer));
        if (change.Instance is not { } instance) return state;
        var write = new WriteRecord(
            (state.LastWrite?.Seq ?? 0) + 1, now, request.Tool, instance.Name, instance.Id, request.EffectKey, change.From, instance.State);
        return state with { Tenancy = state.Tenancy.With(instance), LastWrite = write };
    }

    private static ChangeOutcome Repeat(ChangeRequest request, RememberedAnswer first) => first.Request == request.Text
        ? new ChangeOutcome(ChangeKind.Repeated, first.IsError, first.Answer)
        : new ChangeOutcome(ChangeKind.KeyOfAnotherRequest, true, default);
}
