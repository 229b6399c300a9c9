using Coordinator.Benchmarks.Load;
using Coordinator.Benchmarks.Processes;
using Coordinator.Benchmarks.Stubs;
using Coordinator.Core.Resilience.ModelLimits;

namespace Coordinator.Benchmarks.Sections;

/// <summary>10,000 runs whose model provider said "come back in an hour": what they cost in memory, and how long a killed host takes to start with them.</summary>
internal sealed class WaitingBenchmark : IBenchmark
{
    private const double MemoryTarget = 60;
    private const double StartTarget = 3_000;

    /// <summary>A run holds its place until it has said in its thread that it is working on it: with the usual 64 places that would take minutes.</summary>
    private const int ActiveRuns = 1_000;

    /// <summary>So that what is measured is runs and not the code that carries them out, which is compiled when it is first used.</summary>
    private const int WarmUpRuns = 500;

    private static readonly TimeSpan AllWaitWithin = TimeSpan.FromMinutes(2);

    public string Name => "waiting";

    public string Title => "Runs that wait for their time (429, Retry-After 3600)";

    public string Method =>
        "Each run came as a Slack event, wanted to ask the model, was told to come back in an hour and said so in its thread. The provider says it to the first ones; the others know it from them. Memory is what is resident after a garbage collection that is forced from outside. The host is killed before each start.";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        var runs = workspace.IsQuick ? 2_000 : 10_000;
        await using var model = await StubModel.BusyAsync(TimeSpan.FromHours(1));
        await using var host = await LoadedHost.StartAsync(workspace, model, ActiveRuns, cancellationToken);
        var fresh = await CollectedGarbage.MemoryAsync(host.Process, cancellationToken);
        await AskAsync(host, WarmUpRuns, WarmUpRuns, cancellationToken);
        var idle = await CollectedGarbage.MemoryAsync(host.Process, cancellationToken);
        await AskAsync(host, runs, WarmUpRuns + runs, cancellationToken);
        var uncollected = host.Process.Memory();
        var waiting = await CollectedGarbage.MemoryAsync(host.Process, cancellationToken);

        var (bare, restart) = (new Samples(), new Samples());
        for (var i = 0; i < 3; i++)
        {
            await using (var process = await HostProcess.StartBareAsync(cancellationToken))
                bare.Add(process.Startup.TotalMilliseconds);
            await host.RestartAsync(cancellationToken);
            restart.Add(host.Process.Startup.TotalMilliseconds);
        }

        var restarted = await CollectedGarbage.MemoryAsync(host.Process, cancellationToken);
        var most = new ModelRateOptions().MaxConcurrent;
        return
        [
            new Figure(Title, $"Baseline: resident memory of the host, idle after {WarmUpRuns} such runs", Megabytes(idle)),
            new Figure(Title, $"{Figure.Count(runs)} waiting runs add, garbage collected", Megabytes(waiting - idle)) { Ratio = Figure.Times(waiting / idle, "idle") }
                .Against($"<= {MemoryTarget} MB", waiting - idle <= MemoryTarget),
            new Figure(Title, "… before the collection", Megabytes(uncollected - idle)) { Ratio = Figure.Times(uncollected / idle, "idle") },
            new Figure(Title, $"… and above a host that has done nothing yet ({Megabytes(fresh)}; the rest is code compiled when first used)", Megabytes(waiting - fresh)) { Ratio = Figure.Times(waiting / fresh, "fresh") },
            new Figure(Title, "… restarted with them, above that fresh host", Megabytes(restarted - fresh)) { Ratio = Figure.Times(restarted / fresh, "fresh") },
            Figure.OfTime(Title, $"Killed and started with {Figure.Count(runs)} waiting runs, p50 of {restart.Count}", restart.P50, bare.P50, "an empty app").Against("<= 3000 ms", restart.P50 <= StartTarget),
            new Figure(Title, "Questions that reached the provider in that hour, from all runs and after each start", Figure.Count(model.Asked)).Against($"<= {most} at once", model.Asked <= most),
        ];
    }

    private static async Task AskAsync(LoadedHost host, int runs, int thenWaiting, CancellationToken cancellationToken)
    {
        var port = host.Process.Port;
        await LoadClient.SaturateAsync(port, SignedEvents.Make(runs, port, channels: runs), 16, cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AllWaitWithin);
        while (JournalReader.WaitingRuns(host.Data) < thenWaiting)
            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, limit.Token);
    }

    private static string Megabytes(double megabytes) => string.Create(null, $"{megabytes:0.0} MB");
}
