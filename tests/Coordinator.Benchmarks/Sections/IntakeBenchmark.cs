using System.Text;
using Coordinator.Benchmarks.Load;
using Coordinator.Benchmarks.Processes;
using Coordinator.Benchmarks.Stubs;

namespace Coordinator.Benchmarks.Sections;

/// <summary>
/// 1,000 new events a second, each stored before it is answered, while 20 runs are in progress the whole time: each asks the model, calls a tool of oci-unified over stdio
/// and asks again, four times, then posts its answer; the next in line takes its place. In the end the host is killed, and what it acknowledged must be on the disk.
/// </summary>
internal sealed class IntakeBenchmark : IBenchmark
{
    private const int PerSecond = 1_000;
    private const int Connections = 32;
    private const int ActiveRuns = 20;
    private const double Target = 15;

    public string Name => "intake";

    public string Title => $"Slack intake at {PerSecond:#,0}/s, event on disk before the 200, {ActiveRuns} runs in progress";

    public string Method =>
        "Signed events, each a new message, sent at a fixed rate by one thread; times count from when an event was due, not from when it could be sent. Each of the 20 runs asks a model (250 ms), calls oci-unified over stdio and asks again, four times, and posts its answer; the next in line takes its place.";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        var seconds = workspace.IsQuick ? 8 : 30;
        using var disk = new DiskBaseline(workspace);
        await using var model = await StubModel.ThinkingAsync(TimeSpan.FromMilliseconds(250), toolTurns: 4);
        await using var host = await LoadedHost.StartAsync(workspace, model, ActiveRuns, cancellationToken);
        var port = host.Process.Port;
        var warmUp = await LoadClient.PaceAsync(port, SignedEvents.Make(5_000, port), PerSecond, Connections, cancellationToken);

        disk.Measure(200);
        var nothing = await LoadClient.PaceAsync(port, HealthRequests(5 * PerSecond, port), PerSecond, Connections, cancellationToken);
        var events = SignedEvents.Make(seconds * PerSecond, port);
        var turnsBefore = model.Asked;
        var intake = await LoadClient.PaceAsync(port, events, PerSecond, Connections, cancellationToken);
        var turns = model.Asked - turnsBefore;
        await host.Process.KillAsync();
        disk.Measure(200);

        var lost = warmUp.Answered + intake.Answered - JournalReader.Runs(host.Data);
        var latency = intake.Latency;
        return
        [
            .. disk.Figures(Title),
            new Figure(Title, "Baseline: GET /health/live at the same rate, p50 / p99", $"{Figure.Milliseconds(nothing.Latency.P50)} / {Figure.Milliseconds(nothing.Latency.P99)}"),
            Figure.OfTime(Title, $"p50 of {Figure.Count(intake.Answered)} in {seconds} s", latency.P50, disk.Commit.P50, "a bare commit"),
            Figure.OfTime(Title, "p99", latency.P99, nothing.Latency.P99, "the p99 of /health/live").Against($"<= {Target} ms", latency.P99 <= Target),
            Figure.OfTime(Title, "max", latency.Max, nothing.Latency.Max, "the max of /health/live"),
            new Figure(Title, "Errors", $"{intake.Errors + warmUp.Errors}").Against("0", intake.Errors + warmUp.Errors == 0),
            new Figure(Title, "Acknowledged, but not on the disk after SIGKILL", $"{lost}").Against("0", lost == 0),
            new Figure(Title, "Model turns of the runs meanwhile", Figure.Count(turns)).Against($">= {ActiveRuns}", turns >= ActiveRuns),
        ];
    }

    private static byte[][] HealthRequests(int count, int port)
    {
        var request = Encoding.ASCII.GetBytes($"GET /health/live HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
        return [.. Enumerable.Repeat(request, count)];
    }
}
