using System.Net;
using Coordinator.Connections.Mcp;
using Coordinator.Connections.Models;
using Coordinator.Connections.Slack;
using Coordinator.Connections.Sqlite;
using Coordinator.Core.Configuration;
using Coordinator.Core.Execution;
using Coordinator.Core.Intake;
using Coordinator.Core.Live;
using Coordinator.Core.Runs;
using Coordinator.Core.Tools;
using Coordinator.Http.Routes;
using Coordinator.Http.Slack;
using Coordinator.LocalHost.Journal;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Coordinator.LocalHost;

/// <summary>Puts the local host together. Whatever is wrong with settings, files or the data folder is said before anything listens.</summary>
internal static class LocalHostApp
{
    /// <param name="variable">Environment variables.</param>
    /// <param name="adjust">Replaces services, for tests.</param>
    public static WebApplication Build(HostOptions options, Func<string, string?> variable, Action<IServiceCollection>? adjust = null)
    {
        var settings = HostSettings.Read(variable);
        if (options.Mode == HostMode.Slack && !settings.Slack.IsConfigured)
        {
            throw new ConfigException($"--mode slack needs {SlackOptions.BotTokenVariable} and {SlackOptions.SigningSecretVariable}.");
        }

        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ ", true))
            .AddFilter("Microsoft", LogLevel.Warning)
            // A start that fails is said by the command, in one line.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            .AddFilter("System.Net.Http", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => Limit(kestrel, options.Port));
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = settings.Runner.StopWithin + TimeSpan.FromSeconds(5));
        AddCore(builder.Services, options, settings);
        AddConnections(builder.Services, options, settings, variable);
        builder.Services.AddCoordinatorHttp(settings.Http);
        AddJournal(builder.Services, options);
        adjust?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapCoordinator(chat: options.Mode != HostMode.Slack);
        Open(app);
        return app;
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

    private static void AddCore(IServiceCollection services, HostOptions options, HostSettings settings)
    {
        services.AddSingleton(settings.Limits).AddSingleton(settings.Mutations).AddSingleton(settings.Runner);
        services.AddSingleton(new ProcessIdentity($"{Environment.MachineName}-{Environment.ProcessId}-{Ulid.NewUlid()}"));
        services.AddSingleton(ConfigFiles.ReadWorkflows(options.ConfigFolder, TimeProvider.System));
        services.AddRunSteps();
    }

    private static void AddConnections(IServiceCollection services, HostOptions options, HostSettings settings, Func<string, string?> variable)
    {
        var rules = ConfigFiles.ReadToolPolicy(options.ConfigFolder);
        var servers = McpServersFile.Parse("mcp-servers.yaml", ConfigFiles.ReadServers(options.ConfigFolder), DemoServer.Locate(variable, options.DataFolder));
        services.AddSingleton(new ToolPolicy(rules, servers.TimeLimitOf));
        services.AddMcp(servers);
        services.AddModels(settings.Model);
        if (options.Mode != HostMode.Api && settings.Slack.IsConfigured)
        {
            AddSlack(services, settings.Slack);
        }
    }

    private static void AddSlack(IServiceCollection services, SlackOptions settings)
    {
        services.AddSlack().Configure<SlackOptions>(slack =>
            (slack.BotToken, slack.SigningSecret, slack.ApiUrl, slack.RequestTimeout) = (settings.BotToken, settings.SigningSecret, settings.ApiUrl, settings.RequestTimeout));
        services.AddSlackIntake().Configure<SlackIntakeOptions>(intake => intake.SigningSecret = settings.SigningSecret);
        services.AddSingleton<SlackEventsHandler>(provider => provider.GetRequiredService<SlackEventsEndpoint>().HandleAsync);
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
        services.AddHostedService<StartupChores>();
        services.AddHostedService<RunRetention>();
    }

    /// <summary>Takes the data folder now, so that a second process or a damaged file is refused before anything listens.</summary>
    private static void Open(WebApplication app)
    {
        var memory = app.Services.GetRequiredService<SqliteRunMemory>();
        var hub = app.Services.GetRequiredService<RunEventHub>();
        memory.Committed += (_, committed) => hub.Committed(committed.RunId, committed.Stored);
    }
}
