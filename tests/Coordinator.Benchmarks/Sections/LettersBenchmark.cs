using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.Benchmarks.Stubs;

namespace Coordinator.Benchmarks.Sections;

/// <summary>Pages of a long list of dead letters, over HTTP, as an operator reads them: the first, the last, and each on the way.</summary>
internal sealed class LettersBenchmark : IBenchmark
{
    private const int Letters = 100_000;
    private const int PageSize = 50;
    private const double Target = 50;

    public string Name => "letters";

    public string Title => $"{Letters:#,0} dead letters, by pages of {PageSize}";

    public string Method =>
        "The host in one process, its journal and its state store in SQLite on the disk; `GET /dlq` over loopback, all pages in turn, and the first and the last over and over. The index is what instances share; this host's pages come from its journal. "
        + "The baseline is `GET /health/live`, which reads nothing.";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        var times = workspace.IsQuick ? 50 : 300;
        await using var host = await LettersHost.StartAsync(workspace, Letters, cancellationToken);
        await MeasureAsync(host, "/dlq?limit=50", 20, cancellationToken);
        var nothing = await MeasureAsync(host, "/health/live", times, cancellationToken);
        var (all, last) = await WalkAsync(host, cancellationToken);
        var lastPage = $"/dlq?limit={PageSize}&cursor={last}";
        var (firstTimes, lastTimes) = (await MeasureAsync(host, $"/dlq?limit={PageSize}", times, cancellationToken), await MeasureAsync(host, lastPage, times, cancellationToken));
        var ofType = await MeasureAsync(host, $"/dlq?limit={PageSize}&type=slack", times, cancellationToken);
        var ofTool = await MeasureAsync(host, $"/dlq?limit={PageSize}&operation=oci_tool_7", times, cancellationToken);
        return
        [
            new Figure(Title, "Baseline: GET /health/live, p50 / p99", $"{Figure.Milliseconds(nothing.P50)} / {Figure.Milliseconds(nothing.P99)}"),
            Page("First page, p50", firstTimes.P50, nothing),
            Page("First page, p99", firstTimes.P99, nothing),
            Page("Last page, p50", lastTimes.P50, nothing),
            Page("Last page, p99", lastTimes.P99, nothing),
            Figure.OfTime(Title, $"Each of the {Figure.Count(all.Count)} pages, max", all.Max, nothing.P50, "the p50 of /health/live"),
            Page("First page of one type, p99", ofType.P99, nothing),
            Page("First page of one tool, p99", ofTool.P99, nothing),
            new Figure(Title, "The index built from nothing", $"{host.Built.TotalSeconds:0.0} s"),
            new Figure(Title, "The index found to be right", $"{host.Checked.TotalSeconds:0.0} s"),
        ];
    }

    private Figure Page(string what, double milliseconds, Samples nothing) =>
        Figure.OfTime(Title, what, milliseconds, nothing.P50, "the p50 of /health/live").Against($"<= {Target} ms", milliseconds <= Target);

    private static async Task<(Samples All, string Last)> WalkAsync(LettersHost host, CancellationToken cancellationToken)
    {
        var (all, letters, next, last) = (new Samples(Letters / PageSize), 0, (string?)"", "");
        while (next is not null)
        {
            var start = TimeProvider.System.GetTimestamp();
            var page = await host.Http.GetFromJsonAsync<JsonElement>($"/dlq?limit={PageSize}{(next.Length == 0 ? "" : $"&cursor={next}")}", cancellationToken);
            all.AddSince(start);
            var count = page.GetProperty("items").GetArrayLength();
            (letters, last, next) = (letters + count, count == PageSize ? next : last, page.GetProperty("next").GetString());
        }

        return letters == Letters ? (all, last) : throw new InvalidOperationException($"{letters} letters were listed.");
    }

    private static async Task<Samples> MeasureAsync(LettersHost host, string path, int times, CancellationToken cancellationToken)
    {
        var samples = new Samples(times);
        for (var i = 0; i < times; i++)
        {
            var start = TimeProvider.System.GetTimestamp();
            using var answer = await host.Http.GetAsync(path, cancellationToken);
            await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            samples.AddSince(start);
            answer.EnsureSuccessStatusCode();
        }

        return samples;
    }
}
