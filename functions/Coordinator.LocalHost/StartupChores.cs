using Coordinator.Connections.Mcp;
using Coordinator.Core.Failures;
using Coordinator.Core.Intake;
using Coordinator.Core.Models;
using Coordinator.Core.Replies;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Coordinator.LocalHost;

/// <summary>What is good to have soon but nothing waits for: tool servers connected, our own name in Slack, and a line that says where the page is.</summary>
internal sealed partial class StartupChores(
    McpPool servers, IServer server, IHostApplicationLifetime lifetime, IServiceProvider services, ILogger<StartupChores> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!await IsServingAsync(stoppingToken))
        {
            return;
        }

        Announce();
        await Task.WhenAll(ConnectAsync(stoppingToken), IntroduceAsync(stoppingToken));
    }

    /// <summary>False if the host could not start: the port may be taken.</summary>
    private async Task<bool> IsServingAsync(CancellationToken stoppingToken)
    {
        var serving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var started = lifetime.ApplicationStarted.Register(serving.SetResult);
        await serving.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return serving.Task.IsCompletedSuccessfully;
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            await servers.ConnectAllAsync(cancellationToken);
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

    private void Announce()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        var model = services.GetService<IModel>();
        LogReady(address, model is null ? "none (workflows only)" : $"{model.Provider}/{model.Name}");
    }

    [LoggerMessage(LogLevel.Information, "ready url={Url} model={Model}")]
    private partial void LogReady(string url, string model);

    [LoggerMessage(LogLevel.Information, "slack_connected team={Team} bot_user={User}")]
    private partial void LogSlack(string team, string user);

    [LoggerMessage(LogLevel.Warning, "slack_not_connected reason={Reason}")]
    private partial void LogNoSlack(string reason);

    [LoggerMessage(LogLevel.Warning, "mcp_not_connected")]
    private partial void LogNotConnected(Exception exception);
}
