using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.Benchmarks.Processes;
using Coordinator.Benchmarks.Stubs;

namespace Coordinator.Benchmarks.Sections;

/// <summary>A command against a local host, its start included; and how long after a fact happened <c>runs watch</c> has printed it.</summary>
internal sealed class CliBenchmark : IBenchmark
{
    private const double CommandTarget = 400;
    private const double FactTarget = 300;

    /// <summary>So long the model thinks: facts come one by one while somebody watches.</summary>
    private static readonly TimeSpan Thinks = TimeSpan.FromMilliseconds(500);

    private const int ToolTurns = 5;

    public string Name => "cli";

    public string Title => "The command line";

    public string Method =>
        "Published with ReadyToRun, one process a command, against a local host. The baseline is the same program without a host, which prints its help. Watching: from the time that stands in a fact to the moment at which its line can be read from the command's output; facts from before it connected do not count.";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        var executable = await CliProcess.PublishAsync(workspace, cancellationToken);
        await using var model = await StubModel.ThinkingAsync(Thinks, ToolTurns);
        await using var host = await LoadedHost.StartAsync(workspace, model, activeRuns: 8, cancellationToken);
        var endpoint = $"http://127.0.0.1:{host.Process.Port}";
        var (help, command) = (new Samples(), new Samples());
        for (var i = 0; i < (workspace.IsQuick ? 5 : 25); i++)
        {
            help.Add((await CliProcess.RunAsync(executable, ["--help"], cancellationToken)).TotalMilliseconds);
            command.Add((await CliProcess.RunAsync(executable, ["runs", "list", "--endpoint", endpoint], cancellationToken)).TotalMilliseconds);
        }

        var facts = new Samples();
        for (var i = 0; i < (workspace.IsQuick ? 1 : 5); i++)
            await WatchAsync(executable, endpoint, i, facts, cancellationToken);

        return
        [
            new Figure(Title, "Baseline: `coordinator --help`, p50", Figure.Milliseconds(help.P50)),
            Figure.OfTime(Title, $"`coordinator runs list`, p50 of {command.Count}", command.P50, help.P50, "help").Against($"<= {CommandTarget} ms", command.P50 <= CommandTarget),
            Figure.OfTime(Title, "`coordinator runs list`, max", command.Max, help.P50, "help"),
            new Figure(Title, $"A fact in `coordinator runs watch`, p50 of {facts.Count}", Figure.Milliseconds(facts.P50)),
            new Figure(Title, "A fact in `coordinator runs watch`, max", Figure.Milliseconds(facts.Max)).Against($"<= {FactTarget} ms", facts.Max <= FactTarget),
        ];
    }

    private static async Task WatchAsync(string executable, string endpoint, int number, Samples facts, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri(endpoint) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat/stream") { Content = JsonContent.Create(new { message = $"Is anything unusual? ({number})" }) };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var run = response.Headers.Location!.ToString().Split('/')[^1];
        var lines = await CliProcess.LinesAsync(executable, ["runs", "watch", run, "--json", "--endpoint", endpoint], cancellationToken);
        foreach (var (read, text) in lines)
        {
            if (JsonElement.Parse(text).GetProperty("data") is var data && data.TryGetProperty("number", out _) && data.TryGetProperty("at", out var at) && at.GetDateTimeOffset() >= lines[0].At)
                facts.Add((read - at.GetDateTimeOffset()).TotalMilliseconds);
        }
    }
}
