using Coordinator.Benchmarks.Load;
using Coordinator.Benchmarks.Stubs;

namespace Coordinator.Benchmarks.Sections;

/// <summary>What log files and spans cost: the same host without and with them, in turns.</summary>
internal sealed class TelemetryBenchmark : IBenchmark
{
    private const int ActiveRuns = 20;
    private const double MostOfIntake = 0.05;
    private const double MostOfTurn = 0.05;
    private const int Turns = 101;

    public string Name => "telemetry";

    public string Title => "Log files and spans by OTLP, every trace kept";

    public string Method =>
        "Two hosts on this machine, one with COORDINATOR_LOGS=none and no collector, one with log files and a collector that takes everything; the same work for both, in turns. Intake: signed events from 64 connections that never pause. Turns: model and tool answer at once.";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        await using var sink = await SpanSink.StartAsync(cancellationToken);
        return [.. await IntakeAsync(workspace, sink, cancellationToken), .. await TurnsAsync(workspace, sink, cancellationToken)];
    }

    private async Task<IReadOnlyList<Figure>> IntakeAsync(Workspace workspace, SpanSink sink, CancellationToken cancellationToken)
    {
        await using var model = await StubModel.ThinkingAsync(TimeSpan.FromHours(1), toolTurns: 0);
        await using var silent = await LoadedHost.StartAsync(workspace, model, ActiveRuns, cancellationToken, new() { ["COORDINATOR_LOGS"] = "none" });
        await using var telling = await LoadedHost.StartAsync(workspace, model, ActiveRuns, cancellationToken, new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = sink.Url, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" });
        var (without, with) = (new Contender(silent.Process.Port, () => silent.Process.ProcessorTime), new Contender(telling.Process.Port, () => telling.Process.ProcessorTime));
        var ratios = new Samples();
        var (rounds, requests) = workspace.IsQuick ? (4, 10_000) : (12, 15_000);
        for (var round = -2; round < rounds; round++)
        {
            if (round == 0)
                Forget(without.Rates, without.Costs, with.Rates, with.Costs, ratios);
            ratios.Add(await InTurnAsync(without, with, round, requests, cancellationToken));
        }

        var cost = 1 - ratios.P50;
        return
        [
            new Figure(Title, "Baseline: intake without, median", $"{Figure.Count(without.Rates.P50)}/s"),
            new Figure(Title, "… its processor time for one event", Figure.Milliseconds(without.Costs.P50)),
            new Figure(Title, "Intake with, median", $"{Figure.Count(with.Rates.P50)}/s") { Ratio = Figure.Times(ratios.P50, "without, median of the pairs"), Target = $"costs <= {MostOfIntake:P0}", Met = cost <= MostOfIntake },
            new Figure(Title, "… its processor time for one event", Figure.Milliseconds(with.Costs.P50)) { Ratio = Figure.Times(with.Costs.P50 / without.Costs.P50, "without") },
            new Figure(Title, "Spans received meanwhile", $"{sink.Bytes / 1024.0 / 1024:0.0} MB"),
        ];
    }

    /// <summary>Who comes first changes from round to round.</summary>
    private static async Task<double> InTurnAsync(Contender without, Contender with, int round, int requests, CancellationToken cancellationToken)
    {
        var rates = new Dictionary<Contender, double>();
        foreach (var contender in round % 2 == 0 ? [without, with] : new[] { with, without })
            rates[contender] = await contender.RoundAsync(SignedEvents.Make(requests, contender.Port), cancellationToken);
        return rates[with] / rates[without];
    }

    private static void Forget(params Samples[] all)
    {
        foreach (var samples in all)
            samples.Clear();
    }

    private async Task<IReadOnlyList<Figure>> TurnsAsync(Workspace workspace, SpanSink sink, CancellationToken cancellationToken)
    {
        await using var silent = await InstantHost.StartAsync(workspace, cancellationToken);
        await using var telling = await InstantHost.StartAsync(workspace, cancellationToken, collector: new Uri(sink.Url));
        var (without, with, ratios) = (new Samples(), new Samples(), new Samples());
        for (var round = -4; round < (workspace.IsQuick ? 10 : 60); round++)
        {
            if (round == 0)
                Forget(without, with, ratios);
            var medians = new Dictionary<InstantHost, double>();
            foreach (var host in round % 2 == 0 ? [silent, telling] : new[] { telling, silent })
                medians[host] = await MedianAsync(host, host == silent ? without : with, cancellationToken);
            ratios.Add(medians[telling] / medians[silent]);
        }

        return
        [
            new Figure(Title, "Baseline: a turn without, p50", Figure.Milliseconds(without.P50)),
            new Figure(Title, $"A turn with, p50 of {Figure.Count(with.Count)}", Figure.Milliseconds(with.P50)) { Ratio = Figure.Times(ratios.P50, "without, median of the pairs"), Target = $"costs <= {MostOfTurn:P0}", Met = ratios.P50 <= 1 + MostOfTurn },
        ];
    }

    private static async Task<double> MedianAsync(InstantHost host, Samples all, CancellationToken cancellationToken)
    {
        await host.RunAsync(Turns, cancellationToken);
        var turns = new Samples();
        foreach (var turn in host.Model.Turns())
        {
            turns.Add(turn);
            all.Add(turn);
        }

        return turns.P50;
    }
}
