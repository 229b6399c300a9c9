using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Coordinator.CrashCampaign.Host;

/// <summary>Asks the host about its runs. The round has a time limit, so a slow answer needs none.</summary>
internal sealed class HostQueries(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>All runs with their status.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RunsAsync(CancellationToken cancellationToken)
    {
        var page = await _http.GetFromJsonAsync<JsonElement>("/runs?limit=200", cancellationToken);
        return page.GetProperty("runs").EnumerateArray().ToDictionary(run => run.GetProperty("run_id").GetString()!, run => run.GetProperty("status").GetString()!);
    }

    /// <summary>Null: there is no such run.</summary>
    public async Task<RunJournal?> RunAsync(string runId, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync($"/runs/{runId}", cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        return new RunJournal(await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken));
    }

    public void Dispose() => _http.Dispose();
}
