using Coordinator.Benchmarks.Load;
using Coordinator.Benchmarks.Processes;
using Coordinator.Benchmarks.Stubs;

namespace Coordinator.Benchmarks.Sections;

/// <summary>
/// How many signed events a second each takes from 64 connections that never pause: the local host, which stores each before it answers, and the receiver of Slack's own framework,
/// which keeps nothing. Both get the same requests from the same client, in turns. Meanwhile 20 runs wait for a model that does not answer.
/// </summary>
internal sealed class ThroughputBenchmark : IBenchmark
{
    private const int ActiveRuns = 20;
    private const double Target = 1.3;

    /// <summary>For the compilers of both.</summary>
    private const int WarmUpRounds = 2;

    public string Name => "throughput";

    public string Title => "Slack intake, sustained, 64 connections";

    public string Method =>
        "The same requests from the same client for both, in turns, after two rounds that do not count. 20 runs wait for a model meanwhile. The receiver of @slack/bolt has an app behind it that acknowledges and does nothing: the least it can cost.";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        using var disk = new DiskBaseline(workspace);
        await using var model = await StubModel.ThinkingAsync(TimeSpan.FromHours(1), toolTurns: 0);
        await using var host = await LoadedHost.StartAsync(workspace, model, ActiveRuns, cancellationToken);
        await using var bolt = await BoltProcess.TryStartAsync(workspace, cancellationToken);
        var ours = new Contender(host.Process.Port, () => host.Process.ProcessorTime);
        var theirs = bolt is null ? null : new Contender(bolt.Port, () => bolt.ProcessorTime);

        disk.Measure(200);
        var ratios = await InTurnsAsync(workspace, ours, theirs, cancellationToken);
        disk.Measure(200);
        return [.. disk.Figures(Title), .. Figures(ours, theirs, ratios)];
    }

    private static async Task<Samples> InTurnsAsync(Workspace workspace, Contender ours, Contender? theirs, CancellationToken cancellationToken)
    {
        var (rounds, requests) = workspace.IsQuick ? (3, 10_000) : (5, 15_000);
        var ratios = new Samples();
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            var events = SignedEvents.Make(requests, ours.Port);
            var our = await ours.RoundAsync(events, cancellationToken);
            if (theirs is not null)
                ratios.Add(our / await theirs.RoundAsync(events, cancellationToken));
            if (round < 0)
                Forget(ours, theirs, ratios);
        }

        return ratios;
    }

    private static void Forget(Contender ours, Contender? theirs, Samples ratios)
    {
        foreach (var samples in new[] { ours.Rates, ours.Costs, theirs?.Rates, theirs?.Costs, ratios })
            samples?.Clear();
    }

    private IEnumerable<Figure> Figures(Contender ours, Contender? theirs, Samples ratios)
    {
        yield return new Figure(Title, "Local host, each event on disk, median", $"{Figure.Count(ours.Rates.P50)}/s");
        yield return new Figure(Title, "… its processor time for one event", Figure.Milliseconds(ours.Costs.P50));
        if (theirs is null)
        {
            yield return new Figure(Title, "@slack/bolt", "skipped: it needs node and npm");
            yield break;
        }

        yield return new Figure(Title, $"Baseline: @slack/bolt {BoltProcess.Version} with its HTTPReceiver, nothing kept, median", $"{Figure.Count(theirs.Rates.P50)}/s");
        yield return new Figure(Title, "… its processor time for one event", Figure.Milliseconds(theirs.Costs.P50));
        yield return new Figure(Title, "Local host : bolt, median of the pairs", Figure.Times(ratios.P50, "bolt")).Against($">= {Target} x (aim 2 x)", ratios.P50 >= Target);
    }
}
