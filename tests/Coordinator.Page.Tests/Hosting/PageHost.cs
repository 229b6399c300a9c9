using Coordinator.Core.Tools;
using Coordinator.LocalHost;
using Coordinator.LocalHost.Journal;
using Coordinator.TestKit.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Coordinator.Page.Tests.Hosting;

/// <summary>The real local host in this process: with a simulated tenancy, or with tools that a test plays.</summary>
internal sealed class PageHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly bool _ownsFolder;
    private bool _isStopped;

    private PageHost(WebApplication app, string folder, bool ownsFolder) =>
        (_app, Folder, _ownsFolder, Address) = (app, folder, ownsFolder, new Uri(app.Urls.First()));

    public string Folder { get; }

    public Uri Address { get; }

    /// <param name="tools">Null: oci-unified, with a tenancy of its own.</param>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="folder">Of a host that was stopped; null: a new one.</param>
    public static async Task<PageHost> StartAsync(
        StagedTools? tools = null, int port = 0, string? folder = null, ModelStub? model = null, params (string Name, string Value)[] settings)
    {
        var data = folder ?? Directory.CreateTempSubdirectory("coordinator-page-").FullName;
        var variables = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        (variables["OCI_SIMULATE"], variables["SIMULATION_SETTLE_SECONDS"]) = ("true", "0");
        variables["OCI_UNIFIED_ENABLED"] = tools is null ? "true" : "false";
        if (model is not null)
        {
            (variables["ANTHROPIC_API_KEY"], variables["ANTHROPIC_BASE_URL"]) = ("test-key", model.AnthropicUrl.ToString());
        }

        var options = new HostOptions(port, data, Path.Combine(AppContext.BaseDirectory, "config"), HostMode.Both);
        var app = LocalHostApp.Build(options, variables.GetValueOrDefault, services =>
        {
            services.AddLogging(logging => logging.ClearProviders());
            services.Replace(ServiceDescriptor.Singleton(new RunnerOptions { StopWithin = TimeSpan.FromMilliseconds(1) }));
            if (tools is not null)
            {
                services.Replace(ServiceDescriptor.Singleton<IToolServers>(tools));
            }
        });
        await app.StartAsync().WaitAsync(Patience);
        if (tools is null)
        {
            await app.Services.GetRequiredService<IToolServers>().ListToolsAsync(CancellationToken.None).WaitAsync(Patience);
        }

        return new PageHost(app, data, folder is null);
    }

    /// <summary>Keeps the folder, for the next host.</summary>
    public async Task StopAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            await _app.StopAsync().WaitAsync(Patience);
            await _app.DisposeAsync();
        }
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
