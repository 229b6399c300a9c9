using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.Core.Tools;
using Coordinator.LocalHost;
using Coordinator.TestKit.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Coordinator.Scenarios;

/// <summary>The real local host in this process, on a free port and a folder of its own; tools and the model are scripted.</summary>
internal sealed class ScenarioHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly bool _ownsFolder;

    private ScenarioHost(WebApplication app, string folder, bool ownsFolder)
    {
        (_app, Folder, _ownsFolder) = (app, folder, ownsFolder);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Http = new HttpClient { BaseAddress = new Uri(address) };
    }

    public HttpClient Http { get; }

    public string Folder { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<ScenarioHost> StartAsync(
        IToolServers? tools = null,
        ModelStub? model = null,
        string? folder = null,
        IReadOnlyDictionary<string, string>? settings = null,
        IReadOnlyDictionary<string, ToolRule>? rules = null,
        Action<IServiceCollection>? adjust = null)
    {
        var data = folder ?? Directory.CreateTempSubdirectory("coordinator-scenario-").FullName;
        var variables = new Dictionary<string, string>(settings ?? new Dictionary<string, string>()) { ["COORDINATOR_DEMO_ENABLED"] = "false" };
        if (model is not null)
        {
            variables["ANTHROPIC_API_KEY"] = "test-key";
            variables["ANTHROPIC_BASE_URL"] = model.AnthropicUrl.ToString();
        }

        var config = Path.Combine(AppContext.BaseDirectory, "config");
        var app = LocalHostApp.Build(new HostOptions(0, data, config, HostMode.Both), variables.GetValueOrDefault, services =>
        {
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
            if (tools is not null)
            {
                services.Replace(ServiceDescriptor.Singleton(tools));
            }

            if (rules is not null)
            {
                services.Replace(ServiceDescriptor.Singleton(new ToolPolicy(rules, _ => TimeSpan.FromSeconds(30))));
            }

            adjust?.Invoke(services);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ScenarioHost(app, data, folder is null);
    }

    /// <summary>Asks and waits for the end.</summary>
    public async Task<JsonElement> ChatAsync(string message, string? thread = null)
    {
        using var response = await PostAsync("/chat", new { message, thread_id = thread });
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> PostAsync(string path, object body) => Http.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);

    /// <summary>Asks and does not wait.</summary>
    public async Task BeginChatAsync(string message, string thread)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/chat/stream") { Content = JsonContent.Create(new { message, thread_id = thread }) };
        await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public Task<JsonElement> GetAsync(string path) => Http.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);

    /// <summary>Stops the host but keeps its folder, for the next one.</summary>
    public async Task StopAsync()
    {
        Http.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
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
