using System.CommandLine;
using Coordinator.Benchmarks.Report;
using Coordinator.Benchmarks.Sections;

namespace Coordinator.Benchmarks;

/// <summary>The command line. Exit codes: 0 measured, 1 could not be measured or (with <c>--strict</c>) a target was missed, 2 wrong usage.</summary>
internal static class BenchmarkCommand
{
    /// <summary>Beyond this something hangs, or the machine is too busy to measure on; a whole run takes about six minutes.</summary>
    private static readonly TimeSpan WholeRun = TimeSpan.FromMinutes(8);

    private static readonly IBenchmark[] All =
        [new StartBenchmark(), new McpBenchmark(), new GuardBenchmark(), new InstancesBenchmark(), new TurnBenchmark(), new IntakeBenchmark(), new ThroughputBenchmark(), new WaitingBenchmark(), new LettersBenchmark(), new TelemetryBenchmark(), new CliBenchmark(), new OciBenchmark()];

    private static readonly Option<string[]> Only = new("--only")
    {
        Description = $"Measure these alone: {string.Join(", ", All.Select(benchmark => benchmark.Name))}.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> Quick = new("--quick") { Description = "Fewer repetitions: a look, not a result." };

    private static readonly Option<bool> Write = new("--write") { Description = "Write docs/benchmarks.md." };

    private static readonly Option<bool> Strict = new("--strict") { Description = "Exit with 1 if a target is missed." };

    private static readonly Option<string?> Data = new("--data") { Description = "Folder for data while measuring: choose the disk by it. Default: artifacts/benchmarks." };

    public static Task<int> RunAsync(string[] args)
    {
        Only.AcceptOnlyFromAmong([.. All.Select(benchmark => benchmark.Name)]);
        var command = new RootCommand("Measures the local host against its targets and prints each figure beside a baseline of the same run.") { Only, Quick, Write, Strict, Data };
        command.SetAction((parsed, stopping) => MeasureAsync(parsed, stopping));
        var parsed = command.Parse(args);
        return parsed.Errors.Count > 0 ? ReportAsync(parsed) : parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });
    }

    private static async Task<int> ReportAsync(ParseResult parsed)
    {
        await parsed.InvokeAsync();
        return 2;
    }

    private static async Task<int> MeasureAsync(ParseResult parsed, CancellationToken stopping)
    {
        var only = parsed.GetValue(Only) ?? [];
        var isWhole = only.Length == 0 && !parsed.GetValue(Quick);
        if (parsed.GetValue(Write) && (!isWhole || !Workspace.IsRelease))
        {
            await Console.Error.WriteLineAsync("--write needs a whole run of the release build: dotnet run -c Release --project tests/Coordinator.Benchmarks -- --write");
            return 2;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(WholeRun);
        using var workspace = Workspace.Create(parsed.GetValue(Data), parsed.GetValue(Quick));
        var machine = Machine.Describe(workspace);
        ConsoleReport.Begin(machine);
        var figures = await MeasureAllAsync(workspace, only, limit.Token);
        if (parsed.GetValue(Write))
            MarkdownReport.Write(workspace, machine, All, figures);
        return figures.Any(figure => figure.Met is null && figure.Target is not null) || (parsed.GetValue(Strict) && figures.Any(figure => figure.Met == false)) ? 1 : 0;
    }

    private static async Task<List<Figure>> MeasureAllAsync(Workspace workspace, string[] only, CancellationToken cancellationToken)
    {
        var figures = new List<Figure>();
        foreach (var benchmark in All.Where(benchmark => only.Length == 0 || only.Contains(benchmark.Name)))
        {
            ConsoleReport.Announce(benchmark);
            var start = TimeProvider.System.GetTimestamp();
            var measured = await AttemptAsync(benchmark, workspace, cancellationToken);
            ConsoleReport.Show(measured, TimeProvider.System.GetElapsedTime(start));
            figures.AddRange(measured);
        }

        ConsoleReport.End(figures);
        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> AttemptAsync(IBenchmark benchmark, Workspace workspace, CancellationToken cancellationToken)
    {
        try
        {
            return await benchmark.MeasureAsync(workspace, cancellationToken);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"{benchmark.Name} could not be measured: {ex}");
            return [new Figure(benchmark.Title, "not measured", ex.Message) { Target = "a figure" }];
        }
    }
}
