using Coordinator.Benchmarks.Processes;
using Coordinator.Benchmarks.Stubs;

namespace Coordinator.Benchmarks.Sections;

/// <summary>
/// The coordinator's own time for one turn: from the model's answer over the tool's to the next question, all of it journaled. Model and tool answer at once.
/// </summary>
internal sealed class TurnBenchmark : IBenchmark
{
    private const int Turns = 101;
    private const int CountedTurns = 20;

    public string Name => "turns";

    public string Title => "One model-and-tool turn, without the model's and the tool's own time";

    public string Method =>
        "The host in one process with a model and a tool that answer at once, the journal on the disk: from one question to the model to the next. Commits are counted in the write-ahead log. Bare commits are measured between the runs.";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        await using var host = await InstantHost.StartAsync(workspace, cancellationToken);
        for (var i = 0; i < 5; i++)
            await host.RunAsync(Turns, cancellationToken);
        var commits = await CountAsync(host, cancellationToken);

        using var disk = new DiskBaseline(workspace);
        var (all, early, late) = (new Samples(), new Samples(), new Samples());
        for (var i = 0; i < (workspace.IsQuick ? 10 : 40); i++)
        {
            disk.Measure(20);
            await host.RunAsync(Turns, cancellationToken);
            foreach (var (index, turn) in host.Model.Turns().Index())
            {
                all.Add(turn);
                if (index is >= 1 and <= 3)
                    early.Add(turn);
                if (index >= Turns - 3)
                    late.Add(turn);
            }
        }

        var limit = (4 * disk.Commit.P50) + 1;
        return
        [
            .. disk.Figures(Title),
            new Figure(Title, "Commits a turn", commits.ToString("0.0#", null)).Against("<= 3", commits <= 3),
            Figure.OfTime(Title, $"A turn, p50 of {Figure.Count(all.Count)}", all.P50, disk.Commit.P50, "a bare commit").Against($"<= 4 x + 1 ms = {Figure.Milliseconds(limit)}", all.P50 <= limit),
            Figure.OfTime(Title, "A turn, p99", all.P99, disk.Commit.P99, "the p99 of a bare commit"),
            Figure.OfTime(Title, "Turns 2 to 4, p50", early.P50, disk.Commit.P50, "a bare commit"),
            Figure.OfTime(Title, "Turns 99 to 101, p50", late.P50, early.P50, "turns 2 to 4").Against("<= 2 x", late.P50 <= 2 * early.P50),
        ];
    }

    private static async Task<double> CountAsync(InstantHost host, CancellationToken cancellationToken)
    {
        using var log = new CommitCount(host.Data);
        var counts = new List<int>();
        host.Model.OnAsked = _ => counts.Add(log.Read());
        await host.RunAsync(CountedTurns, cancellationToken);
        host.Model.OnAsked = _ => { };
        return (double)(counts[^1] - counts[0]) / CountedTurns;
    }
}
