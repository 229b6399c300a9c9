using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.Connections.Sqlite;
using Coordinator.Core.Runs;
using Coordinator.LocalHost;
using Coordinator.TestKit.Slack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Scenarios;

/// <summary>The real local host in this process, on a free port and a folder of its own; tools, the model, Slack and time are scripted.</summary>
internal sealed class ScenarioHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ScenarioPlan _plan;
    private readonly bool _ownsFolder;
    private bool _isStopped;

    private ScenarioHost(WebApplication app, ScenarioPlan plan, string folder, RecordedLog log)
    {
        (_app, _plan, Folder, _ownsFolder, Log) = (app, plan, folder, plan.Folder is null, log);
        Counts = new RecordedCounts(app.Services.GetRequiredService<IMeterFactory>());
        app.Services.GetRequiredService<SqliteRunMemory>().Committed += (_, fact) => Facts.Add((fact.RunId, fact.Stored.Fact));
    }

    public HttpClient Http { get; private set; } = null!;

    public string Folder { get; }

    public RecordedLog Log { get; }

    public RecordedCounts Counts { get; }

    /// <summary>Facts of all runs, as they reached the disk.</summary>
    public Happenings<(string RunId, RunFact Fact)> Facts { get; } = new();

    public IServiceProvider Services => _app.Services;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ScenarioHost> StartAsync(ScenarioPlan plan)
    {
        var folder = plan.Folder ?? Directory.CreateTempSubdirectory("coordinator-scenario-").FullName;
        var log = new RecordedLog();
        var app = LocalHostApp.Build(new HostOptions(0, folder, plan.ConfigFolder, HostMode.Both), plan.Variables().GetValueOrDefault, services => plan.Adjust(services, log));
        var host = new ScenarioHost(app, plan, folder, log);
        await app.StartAsync(Token).SoonAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        host.Http = new HttpClient { BaseAddress = new Uri(address), Timeout = Soon.Limit };
        return host;
    }

    /// <summary>Asks and waits for the end.</summary>
    public async Task<JsonElement> ChatAsync(string message, string? thread = null)
    {
        using var response = await PostAsync("/chat", new { message, thread_id = thread });
        return await response.Content.ReadFromJsonAsync<JsonElement>(Token);
    }

    public async Task<string> AnswerAsync(string message, string? thread = null) => (await ChatAsync(message, thread)).GetProperty("response").GetString()!;

    public Task<HttpResponseMessage> PostAsync(string path, object body) => Http.PostAsJsonAsync(path, body, Token);

    /// <summary>Asks and does not wait; gives the run's id.</summary>
    public async Task<string> BeginChatAsync(string message, string thread)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat/stream") { Content = JsonContent.Create(new { message, thread_id = thread }) };
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        return response.Headers.Location!.ToString()["/runs/".Length..];
    }

    public Task<JsonElement> GetAsync(string path) => Http.GetFromJsonAsync<JsonElement>(path, Token);

    /// <summary>A delivery of Slack's, signed now; gives the status.</summary>
    public Task<int> DeliverAsync(byte[] payload) => DeliverAsync(_plan.Sign(payload));

    public async Task<int> DeliverAsync(SignedSlackRequest request)
    {
        using var message = request.ToMessage("/slack/events");
        using var response = await Http.SendAsync(message, Token);
        return (int)response.StatusCode;
    }

    /// <summary>A fact of the run that is there or will come.</summary>
    public async Task<TFact> FactAsync<TFact>(string runId, Func<TFact, bool>? wanted = null)
        where TFact : RunFact =>
        (TFact)(await Facts.WaitForAsync(happened => happened.RunId == runId && happened.Fact is TFact fact && (wanted is null || wanted(fact)))).Fact;

    /// <summary>Waits for the run's end.</summary>
    public async Task<RunStatus> EndAsync(string runId) => (await FactAsync<RunFinished>(runId)).Status;

    /// <summary>Stops the host but keeps its folder, for the next one.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, true))
        {
            return;
        }

        Http.Dispose();
        Counts.Dispose();
        await _app.StopAsync(CancellationToken.None).SoonAsync();
        await _app.DisposeAsync().AsTask().SoonAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
