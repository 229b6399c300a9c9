using Coordinator.OciServer.Simulation.Data;

namespace Coordinator.OciServer.Simulation.State;

/// <summary>The tenancies as they are now.</summary>
internal sealed class World : IDisposable
{
    private static readonly TimeSpan TokenLife = TimeSpan.FromHours(24);

    private readonly Lock gate = new();
    private readonly ChangeLog log;
    private readonly TimeSpan settling;
    private readonly Dictionary<string, List<Change>> byInstance = [];
    private readonly Dictionary<(string Tenancy, string Token), Change> byToken = [];
    private readonly Dictionary<string, List<InstanceData>> launched = [];
    private long seq;

    /// <param name="settling">How long a state such as STOPPING lasts.</param>
    public World(SimulationFolder folder, TimeSpan settling, TimeProvider clock)
    {
        this.settling = settling;
        Clock = clock;
        Began = folder.Start.Began;
        Costs = new CostBook(folder.Start.Seed, DateOnly.FromDateTime(Began.UtcDateTime));
        Metrics = new MetricBook(folder.Start.Seed);
        log = new ChangeLog(folder.ChangesFile);
        foreach (var change in log.Past) Apply_NeedsLock(change);
    }

    public TimeProvider Clock { get; }

    public DateTimeOffset Began { get; }

    public CostBook Costs { get; }

    public MetricBook Metrics { get; }

    public DateOnly Today => DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);

    public IReadOnlyList<InstanceNow> Instances(Tenancy tenancy)
    {
        lock (gate)
        {
            return [.. tenancy.Instances.Concat(launched.GetValueOrDefault(tenancy.Id) ?? []).Select(Now_NeedsLock)];
        }
    }

    /// <summary>Executes a write, once for each token. On disk when it returns.</summary>
    /// <param name="decide">Whether it may be done, seeing the instance as it is; null: the instance is new.</param>
    public ChangeOutcome Execute(Change change, Func<InstanceNow, bool>? decide)
    {
        lock (gate)
        {
            var now = Clock.GetUtcNow();
            if (change.RetryToken is { } token && byToken.TryGetValue((change.Tenancy, token), out var first) && now - first.At < TokenLife)
            {
                return first.Digest == change.Digest ? ChangeOutcome.Repeated : ChangeOutcome.TokenOfAnother;
            }

            if (decide is not null && !decide(Now_NeedsLock(Find_NeedsLock(change)))) return ChangeOutcome.WrongState;
            var numbered = change with { Seq = seq + 1, At = now };
            log.Append(numbered);
            Apply_NeedsLock(numbered);
            return ChangeOutcome.Executed;
        }
    }

    public void Dispose() => log.Dispose();

    private InstanceData Find_NeedsLock(Change change) =>
        Tenancies.All.First(tenancy => tenancy.Id == change.Tenancy).Instances.Concat(launched.GetValueOrDefault(change.Tenancy) ?? []).First(instance => instance.Id == change.InstanceId);

    private void Apply_NeedsLock(Change change)
    {
        seq = change.Seq;
        if (change.Launched is { } instance) Of(launched, change.Tenancy).Add(instance);
        Of(byInstance, change.InstanceId).Add(change);
        if (change.RetryToken is { } token) byToken[(change.Tenancy, token)] = change;
    }

    private InstanceNow Now_NeedsLock(InstanceData instance)
    {
        if (!byInstance.TryGetValue(instance.Id, out var changes)) return new InstanceNow(instance, instance.State);
        var last = changes[^1];
        var (between, then) = PowerStates.Of(last.Action);
        return new InstanceNow(instance, Clock.GetUtcNow() - last.At < settling ? between : then);
    }

    private static List<T> Of<T>(Dictionary<string, List<T>> lists, string key) => lists.TryGetValue(key, out var list) ? list : lists[key] = [];
}

internal sealed record InstanceNow(InstanceData Data, string State);

internal enum ChangeOutcome
{
    Executed,

    /// <summary>The token came before, with the same request: nothing was done now.</summary>
    Repeated,

    /// <summary>The token came before, with another request.</summary>
    TokenOfAnother,

    WrongState,
}
