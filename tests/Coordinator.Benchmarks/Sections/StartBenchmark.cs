using Coordinator.Benchmarks.Processes;

namespace Coordinator.Benchmarks.Sections;

/// <summary>From the start of the process to the first 200 on <c>/health/live</c>, with an empty data folder.</summary>
internal sealed class StartBenchmark : IBenchmark
{
    private const double Target = 1_500;

    public string Name => "start";

    public string Title => "Start";

    public string Method =>
        "From the start of the process to the first 200 on `/health/live`, with an empty data folder and a simulated tenancy; an empty ASP.NET Core app in turns with it.";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        var (host, bare) = (new Samples(), new Samples());
        for (var i = 0; i < (workspace.IsQuick ? 3 : 7); i++)
        {
            await using (var process = await HostProcess.StartBareAsync(cancellationToken))
                bare.Add(process.Startup.TotalMilliseconds);
            await using (var process = await HostProcess.StartAsync(workspace, workspace.NewFolder("start"), new Dictionary<string, string>(), cancellationToken))
                host.Add(process.Startup.TotalMilliseconds);
        }

        return
        [
            new Figure(Title, "Baseline: an empty ASP.NET Core app, p50", Figure.Milliseconds(bare.P50)),
            Figure.OfTime(Title, "Local host, p50", host.P50, bare.P50, "an empty app").Against("<= 1500 ms", host.P50 <= Target),
            Figure.OfTime(Title, "Local host, max", host.Max, bare.P50, "an empty app"),
        ];
    }
}
