using System.Net;
using Coordinator.Connections.Logs;
using Coordinator.Connections.Slack;
using Coordinator.Connections.Slack.Sockets;
using Coordinator.Connections.Sqlite;
using Coordinator.Core.Configuration;
using Coordinator.Core.DeadLetters.Queue;
using Coordinator.Core.Intake;
using Coordinator.Core.Live;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Telemetry;
using Coordinator.Core.Templates;
using Coordinator.Http.Configuration;
using Coordinator.Http.Hosting;
using Coordinator.Http.Routes;
using Coordinator.LocalHost.Journal;
using Coordinator.OciServer.Simulation;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Coordinator.LocalHost;

/// <summary>Puts the local host together. Whatever is wrong with settings, files or the data folder is said before anything listens.</summary>
internal static class LocalHostApp
{
    /// <param name="variable">Environment variables.</param>
    /// <param name="adjust">Replaces services, for tests.</param>
    public static WebApplication Build(HostOptions options, Func<string, string?> variable, Action<IServiceCollection>? adjust = null)
    {
        // Most of a start is compiling what is needed for the first time: side by side.
        _ = Task.Run(() => LiquidTemplate.Parse(""));
        var settings = HostSettings.Read(variable);
        if (options.Mode == HostMode.Slack && !settings.Coordinator.Slack.IsConfigured)
        {
            throw new ConfigException($"--mode slack needs {SlackOptions.BotTokenVariable}, and {SlackOptions.AppTokenVariable} (Socket Mode) or {SlackOptions.SigningSecretVariable} (events over HTTP).");
        }

        var simulation = OciUnified.Simulation(variable, options.DataFolder);
        var keys = simulation is null ? null : NewKeys.Begin(simulation);
        var located = OciUnified.Locate(variable, options.DataFolder);
        var reading = Task.Run(() => ConfigFiles.Read(options.ConfigFolder, located, TimeProvider.System));
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ ", true))
            .AddFilter("Microsoft", LogLevel.Warning)
            // A start that fails is said by the command, in one line.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            .AddFilter("System.Net.Http", LogLevel.Warning)
            // It warns that its keys are not encrypted: they are in the data folder, which is its owner's (docs/decisions/0018).
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        AddLogFiles(builder, options);
        builder.WebHost.ConfigureKestrel(kestrel => Limit(kestrel, options.Port));
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = settings.Runner.StopWithin + TimeSpan.FromSeconds(5));
        var files = reading.GetAwaiter().GetResult();
        if (simulation is not null && keys is not null)
        {
            // First, so that it is there when oci-unified asks, and until the last run has stopped.
            builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SimulatedTenancy>(provider, simulation, keys));
            builder.Services.AddHostedService(provider => provider.GetRequiredService<SimulatedTenancy>());
        }

        builder.Services.AddCoordinator(settings.Coordinator, files, slack: options.Mode != HostMode.Api);
        builder.Services.AddSingleton(settings.Runner);
        builder.Services.AddSingleton<IConfigCheck>(provider => new ConfigCheck(options.ConfigFolder, located, _ => HostSettings.Problems(variable), provider.GetRequiredService<TimeProvider>(), files));
        AddJournal(builder.Services, options);
        if (options.Mode != HostMode.Api && settings.Coordinator.Slack.HasSocketMode)
        {
            // Last, so that it is stopped first: what came is stored before the journal closes.
            builder.Services.AddSlackSocketMode().AddHostedService<SocketModeLoop>();
        }

        adjust?.Invoke(builder.Services);
        var app = builder.Build();
        try
        {
            app.Services.GetService<SimulatedTenancy>()?.Open();
            app.MapCoordinator(chat: options.Mode != HostMode.Slack);
            Open(app);
            return app;
        }
        catch
        {
            // What it has taken already is free for the next start.
            app.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }

    private static void AddLogFiles(WebApplicationBuilder builder, HostOptions options)
    {
        if (options.LogFolder is { } folder)
        {
            builder.Logging.Services.AddSingleton<ILoggerProvider>(_ => new LogFiles(folder, TimeProvider.System));
            builder.Services.AddSingleton<IHostLogs>(new LogFileReader(folder));
        }
    }

    private static void Limit(KestrelServerOptions kestrel, int port)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 2 * 1024 * 1024;
        if (port == 0)
        {
            kestrel.Listen(IPAddress.Loopback, port);
        }
        else
        {
            kestrel.ListenLocalhost(port);
        }
    }

    private static void AddJournal(IServiceCollection services, HostOptions options)
    {
        services.AddSqliteRunMemory(options.DataFolder);
        services.AddSingleton<RunEventHub>();
        services.AddSingleton<IRunEvents>(provider => provider.GetRequiredService<RunEventHub>());
        services.AddSingleton<IRunProgress>(provider => provider.GetRequiredService<RunEventHub>());
        services.AddSingleton<JournalRunner>();
        services.AddSingleton<IRunStarter, JournalRunStarter>();
        services.AddHostedService(provider => provider.GetRequiredService<JournalRunner>());
        services.AddHostedService<ReadyLine>();
        services.AddSingleton<RunRetention>();
        AddUpkeep(services, "runs", TimeSpan.FromHours(1), provider => provider.GetRequiredService<RunRetention>().DeleteAsync);
        AddUpkeep(services, "dead_letters", TimeSpan.FromMinutes(1), provider => provider.GetRequiredService<DeadLetterUpkeep>().RunAsync);
        services.AddHostedService<HealthLoop>();
        services.AddHostedService<DrainWatch>();
    }

    private static void AddUpkeep(IServiceCollection services, string name, TimeSpan period, Func<IServiceProvider, Func<CancellationToken, Task>> work) =>
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<Upkeep>(provider, name, period, work(provider)));

    /// <summary>Takes the data folder now, so that a second process or a damaged file is refused before anything listens.</summary>
    private static void Open(WebApplication app)
    {
        var memory = app.Services.GetRequiredService<SqliteRunMemory>();
        _ = app.Services.GetRequiredService<IStateStore>();
        var hub = app.Services.GetRequiredService<RunEventHub>();
        memory.Committed += (_, committed) => hub.Committed(committed.RunId, committed.Stored);
    }
}
