using Coordinator.Connections.Sqlite;
using Coordinator.Core.Intake;
using Coordinator.Core.Models;
using Coordinator.Core.Runs;
using Coordinator.Core.Tools;
using Coordinator.LocalHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Exporter;

namespace Coordinator.Benchmarks.Stubs;

/// <summary>The local host in this process, its journal on the disk, with a model and a tool that take no time.</summary>
internal sealed class InstantHost : IAsyncDisposable
{
    private static readonly TimeSpan RunEndsWithin = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["OCI_UNIFIED_ENABLED"] = "false",
        ["RUN_MAX_MODEL_TURNS"] = "1000",
        ["RUN_MAX_TOOL_CALLS"] = "10000",
        ["RUN_MAX_TOKENS"] = "100000000",
    };

    private readonly WebApplication _app;
    private int _runs;
    private TaskCompletionSource _finished = new();

    private InstantHost(WebApplication app, InstantModel model, string data)
    {
        (_app, Model, Data) = (app, model, data);
        app.Services.GetRequiredService<SqliteRunMemory>().Committed += (_, committed) =>
        {
            if (committed.Stored.Fact is RunFinished)
                _finished.TrySetResult();
        };
    }

    public InstantModel Model { get; }

    public string Data { get; }

    /// <param name="collector">With log files, and spans that go there.</param>
    public static async Task<InstantHost> StartAsync(Workspace workspace, CancellationToken cancellationToken, Uri? collector = null)
    {
        var (model, data) = (new InstantModel(), workspace.NewFolder("turns"));
        var options = new HostOptions(0, data, Path.Combine(AppContext.BaseDirectory, "config"), HostMode.Api) { LogFolder = collector is null ? null : Path.Combine(data, "logs") };
        var settings = new Dictionary<string, string>(Settings);
        if (collector is not null)
            settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.ToString();
        var app = LocalHostApp.Build(options, settings.GetValueOrDefault, services =>
        {
            // Its lines would stand between the figures.
            services.AddLogging(logging => logging.AddFilter<ConsoleLoggerProvider>(level => level >= LogLevel.Error));
            services.ConfigureAll<OtlpExporterOptions>(exporter => (exporter.Endpoint, exporter.Protocol) = (collector ?? exporter.Endpoint, OtlpExportProtocol.HttpProtobuf));
            services.Replace(ServiceDescriptor.Singleton<IToolServers>(new InstantTools()));
            services.AddSingleton<IModel>(model);
        });
        await app.StartAsync(cancellationToken);
        return new InstantHost(app, model, data);
    }

    /// <summary>One run from its message to its end.</summary>
    public async Task RunAsync(int turns, CancellationToken cancellationToken)
    {
        Model.Begin(turns);
        _finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var id = $"chat-benchmark-{++_runs}";
        var request = new RunRequest
        {
            RunId = id,
            ThreadKey = id,
            Actor = new Actor("api", "", "benchmark"),
            Text = "Why is the order service slow?",
            ReceivedAt = TimeProvider.System.GetUtcNow(),
        };
        await _app.Services.GetRequiredService<IRunStarter>().StartAsync(request, cancellationToken);
        await _finished.Task.WaitAsync(RunEndsWithin, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
