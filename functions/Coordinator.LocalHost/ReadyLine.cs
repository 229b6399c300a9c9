using Coordinator.Core.Models;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Coordinator.LocalHost;

/// <summary>The line that says where the page is, once it is served.</summary>
internal sealed partial class ReadyLine(IServer server, IHostApplicationLifetime lifetime, ILogger<ReadyLine> logger, IModel? model = null) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Announce);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Announce() => LogReady(
        server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "",
        model is null ? "none (workflows only)" : $"{model.Provider}/{model.Name}");

    [LoggerMessage(LogLevel.Information, "ready url={Url} model={Model}")]
    private partial void LogReady(string url, string model);
}
