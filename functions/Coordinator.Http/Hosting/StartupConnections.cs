using Coordinator.Connections.Mcp;
using Coordinator.Core.Failures;
using Coordinator.Core.Intake;
using Coordinator.Core.Replies;
using Coordinator.Http.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Coordinator.Http.Hosting;

/// <summary>What is good to have soon but nothing waits for: tool servers connected and their tools validated, and our own name in Slack.</summary>
internal sealed partial class StartupConnections(McpPool servers, IHostApplicationLifetime lifetime, IServiceProvider services, ILogger<StartupConnections> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await lifetime.ServingAsync(stoppingToken);
            await Task.WhenAll(ConnectAsync(stoppingToken), IntroduceAsync(stoppingToken));
        }
        catch (Exception exception) when (exception.IsCausedBy(stoppingToken))
        {
            // The host stops before anything was connected.
        }
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            await servers.ConnectAllAsync(cancellationToken);
            await services.GetRequiredService<CatalogReport>().WriteAsync(cancellationToken);
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
        {
            LogNotConnected(exception);
        }
    }

    private async Task IntroduceAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<ISlackApi>() is not { } slack)
        {
            return;
        }

        try
        {
            var identity = await slack.TestAuthAsync(cancellationToken);
            if (identity.IsSuccess)
            {
                services.GetRequiredService<KnownIdentity>().Current = identity.Value;
                LogSlack(identity.Value.Team, identity.Value.UserId);
            }
            else
            {
                LogNoSlack(identity.Failure.Message);
            }
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
        {
            LogNoSlack(exception.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Information, "slack_connected team={Team} bot_user={User}")]
    private partial void LogSlack(string team, string user);

    [LoggerMessage(LogLevel.Warning, "slack_not_connected reason={Reason}")]
    private partial void LogNoSlack(string reason);

    [LoggerMessage(LogLevel.Warning, "mcp_not_connected")]
    private partial void LogNotConnected(Exception exception);
}
